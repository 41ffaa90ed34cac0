import re, sys
import pytest
from antigone.desk.families.models import *
from desk_people import browser
from desk_requests import a_ferry
from desk_photos import DEMO, beside, jpeg

def test_smoke(people):
    ferry = a_ferry(people)
    c = browser()
    r = c.get("/trace"); assert r.status_code == 302
    for lang in ("en","ar","ru"):
        r = c.get(f"/p/l/{lang}?n=/p/"); assert r.status_code==302, r.content
        r = c.get("/p/"); assert r.status_code == 200; print(lang, len(r.content))
    c.get("/p/l/en")
    r = c.get("/p/begin"); assert r.status_code==200
    r = c.post("/p/begin", {"door": ferry.door.pk}); assert r.status_code==200, r.content
    print(r.cookies)
    from antigone.desk.families.questions import STEPS
    for s in STEPS:
        r = c.get(f"/p/q/{s.key}"); assert r.status_code==200, (s.key, r.content[:3000])
        r2 = c.post(f"/p/q/{s.key}", {"given":"A","yes":"yes","body-0":"no","ways":["call"], "on":"1"}); assert r2.status_code==302,(s.key, r2.content.decode()[:3000]); print(s.key, r2["Location"], len(r.content))
    r = c.get("/p/home"); assert r.status_code==200, r.content; print(r.content.decode())
    data=jpeg(beside(*[f.read_bytes() for f in [sorted((DEMO/"references/M-001").iterdir())[0], sorted((DEMO/"references/M-002").iterdir())[0]]]))
    from django.core.files.uploadedfile import SimpleUploadedFile
    r=c.post("/p/q/photos", {"photos": SimpleUploadedFile("a.jpg", data), "more":"1","remark":"lake"}); print(r.status_code, r.get("Location"))
    r=c.get(r["Location"]); assert r.status_code==200; print(len(r.content))
    for a in ("/p/words","/p/safe","/p/paper","/p/paper.pdf","/p/back","/p/nothing/x", "/p/back/search-0", f"/p/back/photo-{Given.objects.get().pk}"):
        r=c.get(a); print(a, r.status_code, len(r.content), r["Content-Type"])
    r=c.get("/p/leave"); print(r.status_code, dict(r.headers))
