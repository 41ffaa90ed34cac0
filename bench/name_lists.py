"""Names of 25 languages as their bearers write them, for bench/names.py. No one person is meant.

Common family and given names, a line a language, in no order. Where the script says too little of how a name is read,
its reading stands after ``=`` in the letters of one standard, from which ``name_standards`` makes the spellings of
others; what stands after a second ``=`` is how families write it, for which no standard has a rule (`HAND`).
"""

from __future__ import annotations

NAMES = {
    "Ukrainian": """Щербак Григоренко Євтушенко Згурський Їжакевич Юхименко Ярошенко Жадан Чорновол Цимбалюк
        Кириченко Хоменко Ковальчук Ковалюк Гнатюк Ігнатюк Шевчук Шевченко Оксана Олексій Олександр Зіновій
        Розгон Федоренко Поліщук Мельничук Савченко Сивченко Гаврилюк Гончарук Тимошенко Тимченко Соловей
        Людмила Любов Ганна""",
    "Russian": """Щербаков Ельцов Юдин Юшин Журавлёв Жаров Чайкин Цветков Хабаров Харитонов Соловьёв Семёнов
        Симонов Сёмин Фёдоров Хрущёв Пономарёв Гришин Горшков Горчаков Шишкин Шульгин Бышов Эдуард Елена Алёна
        Яковлев Ершов Ежов Кузьмин Козин Подъячев Игорь Егор Лыков Луков""",
    "Bulgarian": """Щерев Щилянов Жечев Желев Желязков Цветанов Цанков Ценков Чавдар Шишманов Христов Юруков
        Янков Янев Българов Дърваров Георгиев Гергинов Кръстев Костов Кочев Йордан Йорданка Мария Марин Маринов
        Ангелов Вълчев Вълков Хаджиев Събев Савов Тодоров Теодоров Пенчев Пенев""",
    "Serbian": """Ђорђевић Ђуричић Јовановић Јанковић Живковић Жарковић Цветковић Чолић Ћосић Ћирић Шаранчић
        Шарић Љубица Љубиша Њежић Његош Џаферовић Хаџић Хоџић Милошевић Милићевић Петровић Павловић Јелена
        Јована Душан Драган Вук Вучић Ђока Ружић Рушић Стојановић Стојковић Крстић Костић""",
    "Greek": """Παπαδόπουλος Γεωργίου Γρηγορίου Χρήστος Χριστίνα Ευάγγελος Αυγουστής Μπάμπης Ντίνος Ντόρα
        Γκίκας Τζανετάκης Αγγελική Σάββας Ευστάθιος Θεοδώρα Θεόδωρος Ψαρράς Ξένια Ξενοφών Ηλίας Οικονόμου
        Ειρήνη Υβόννη Φωτεινή Φώτης Λάμπρος Λαμπρινή Κωνσταντίνος Μιχάλης Μιχαήλ Χατζής Καραγιάννης Καραμπέτσος
        Βασιλείου Βασίλης""",
    "Arabic": """محمد=Muḥammad محمود=Maḥmūd حسين=Ḥusayn حسن=Ḥasan خالد=Ḫālid خليل=Ḫalīl يوسف=Yūsuf يونس=Yūnus
        جمال=Ǧamāl جميل=Ǧamīl شريف=Šarīf رشيد=Rašīd غسان=Ġassān حسان=Ḥassān عثمان=ʿUṯmān عدنان=ʿAdnān
        فاطمة=Fāṭima فادية=Fādiya نجوى=Naǧwā نوال=Nawāl قاسم=Qāsim كاظم=Kāẓim ذكي=Ḏakī زكريا=Zakariyyā
        ضياء=Ḍiyāʾ طارق=Ṭāriq طاهر=Ṭāhir صالح=Ṣāliḥ صلاح=Ṣalāḥ إبراهيم=Ibrāhīm إسماعيل=Ismāʿīl سليمان=Sulaymān
        سلمان=Salmān عيسى=ʿĪsā موسى=Mūsā هشام=Hišām هيثم=Hayṯam وليد=Walīd مصطفى=Muṣṭafā""",
    "Persian": """رضا=Rezā رضایی=Rezāyī قاسم=Qāsem غلامی=Gholāmī نوید=Navīd ناهید=Nāhīd جواد=Javād ذبیح=Zabīh
        فضلی=Fazlī فاضل=Fāzel پرویز=Parvīz پرویا=Parviyā چنگیز=Changīz ژاله=Zhāle لاله=Lāle خسرو=Khosrow
        خشایار=Khashāyār شیرین=Shīrīn شاهین=Shāhīn مهدی=Mahdī هادی=Hādī حسینی=Hoseynī حسنی=Hasanī
        محمدی=Mohammadī محمودی=Mahmūdī گودرز=Gūdarz گلناز=Golnāz مژگان=Mozhgān مژده=Mozhde قربانی=Qorbānī
        کریمی=Karīmī رحیمی=Rahīmī رستمی=Rostamī اسفندیار=Esfandiyār یعقوب=Yaqūb ایوب=Ayyūb""",
    "Dari": """نورالله=Nūrullāh ذبیح=Zabīh وحید=Wahīd واحد=Wāhid غلام=Ghulām ظاهر=Zāhir طاهر=Tāhir ضمیر=Zamīr
        ثریا=Surayyā حضرت=Hazrat قدیر=Qadīr قادر=Qādir جاوید=Jāwīd داوود=Dāwūd گل=Gul نجیب=Najīb حبیب=Habīb
        رحیم=Rahīm کریم=Karīm شفیق=Shafīq صدیق=Siddīq پروین=Parwīn نسرین=Nasrīn اشرف=Ashraf عارف=Ārif
        وکیل=Wakīl جلیل=Jalīl احمدزی=Ahmadzay محمدزی=Muhammadzay خوشحال=Khushhāl مسعود=Mas'ūd محمود=Mahmūd
        زلمی=Zalmay فرزانه=Farzāna فرشته=Farishta روشن=Rawshan""",
    "Urdu": """ضیا=Ẓiyā رضوان=Riẓwān عرفان=ʿIrfān ذوالفقار=Ẕulfiqār فضل=Faẓl افضل=Afẓal چوہدری=Chauhdrī
        قریشی=Quraishī بھٹی=Bhaṭṭī بٹ=Baṭ شہزاد=Shahzād شہباز=Shahbāz اقبال=Iqbāl کمال=Kamāl خواجہ=Khwāja
        راجہ=Rāja نواز=Nawāz نیاز=Niyāz ظفر=Ẓafar جعفر=Jaʿfar گیلانی=Gīlānī جیلانی=Jīlānī پرویز=Parwez
        ٹیپو=Ṭīpū وسیم=Wasīm نسیم=Nasīm وقار=Waqār وقاص=Waqāṣ عثمان=ʿUs̱mān عمران=ʿImrān ملک=Malik مغل=Mughal
        کھوکھر=Khokhar کھرل=Kharal شیخ=Shaikh ثناء=S̱anā""",
    "Kurdish": """خەلیل=Xelîl خالید=Xalid شێرکۆ=Şêrko شێرزاد=Şêrzad چیا=Çiya جەمال=Cemal جەلال=Celal ژیان=Jiyan
        دلێر=Dilêr دلشاد=Dilşad ڕێبوار=Rêbwar ڕێبین=Rêbîn ئازاد=Azad ئاراس=Aras هەوار=Hewar هاوار=Hawar
        نەوزاد=Newzad نەورۆز=Newroz سۆران=Soran سیروان=Sîrwan بەرزان=Berzan بێژەن=Bêjen ڕۆژین=Rojîn ڕۆژدا=Rojda
        خوناڤ=Xunav گوڵاڵە=Gulale شیلان=Şîlan شەهلا=Şehla هێڤی=Hêvî هێمن=Hêmin قادر=Qadir قەرەداغی=Qeredaxî
        عوسمان=Osman جوان=Ciwan ڕەوان=Rewan ئاوات=Awat""",
    "Turkish": """Şimşek Şahin Çelik Çiçek Yıldız Yıldırım Öztürk Özkan Gürsoy Güngör Doğan Doğru Erdoğan
        Ağaoğlu Yağcı Yavuz Cemal Celal Coşkun Ceyhan Kılıç Kılınç Işık Uğur Ünal Önal Aydın Aydemir Koç Koçak
        Güneş Gümüş Avcı Hüseyin Hasan Jale""",
    "Albanian": """Hoxha Xhafer Xhevahir Gjergj Gjoni Gjokaj Qemal Qerim Shehu Shehaj Çela Çeka Dhimitër Thaçi
        Thanas Nexhmije Nexhat Zhupa Bajram Bajrami Krasniqi Kastrati Berisha Bytyçi Ymeri Rexhepi Rexha Hysen
        Hasan Lleshi Llukaj Ndue Ndreka Përparim Besnik Njazi""",
    "Polish": """Rzeszowski Przybylski Wałęsa Szczepański Szczepaniak Jędrzejewski Jabłoński Jankowski
        Kaczmarek Kaczorowski Grzegorz Żukowski Źrebiec Świątek Świerczewski Chmielewski Chojnacki Wójcik
        Wójtowicz Mickiewicz Michalski Ćwikła Łukasz Łuczak Krzysztof Krystyna Dąbrowski Dębski Zięba Ziemba
        Lewandowski Leśniewski Jerzy Andrzej Gołąb Stachura""",
    "Czech": """Dvořák Dvorský Hašek Hájek Řezníček Jiří Jiřina Žižka Šimek Šimánek Novotný Nováček Čapek
        Čermák Černý Procházka Chalupa Chládek Růžička Vojtěch Věra Němec Němcová Zdeněk Zdena Ondřej Krejčí
        Kučera Kovář Kolář Příhoda Pospíšil Macháček Machala Škvorecký Ševčík""",
    "Georgian": """გიორგაძე გორგაძე ჯავახიშვილი ჩხეიძე ჩხეტიანი წერეთელი წიკლაური ჭავჭავაძე ხარაზიშვილი ხაჩიძე
        ღვინიაშვილი ღონღაძე ყიფიანი ყაზბეგი კიკნაძე კობახიძე ცქიტიშვილი ძნელაძე ჟვანია შევარდნაძე შენგელია
        ლომიძე ლომაია მამუკა მანანა თამარ თინათინ ნოდარ ნათელა ზურაბ ზაზა ვახტანგ ვაჟა ბექა ბესიკ პაატა""",
    "Armenian": """Հակոբյան Հովհաննիսյան Պետրոսյան Պողոսյան Գրիգորյան Գևորգյան Կարապետյան Կիրակոսյան Ղազարյան
        Խաչատրյան Մկրտչյան Մարտիրոսյան Սարգսյան Սահակյան Բաղդասարյան Տիգրան Տաթև Շուշան Շահինյան Ջիվան Ջամալյան
        Ծատուրյան Ձորագետյան Ճաղարյան Չարենց Արամ Արման Արմեն Անի Աննա Երվանդ Ռուբեն Ռուզան Վարդան Վահան Զավեն""",
    "Hebrew": """יצחק=Yiṣḥaq יעקב=Yaʿaqov חיים=Ḥayim חנה=Ḥana רחל=Raḥel רבקה=Rivqa שמואל=Šmuʾel שמעון=Šimʿon
        משה=Moše מאיר=Meʾir צביה=Ṣviya צבי=Ṣvi מיכאל=Miḵaʾel מיכל=Miḵal ברוך=Baruḵ יהודה=Yehuda יהושע=Yehošuaʿ
        כהן=Kohen לוי=Levi אברהם=Avraham אבנר=Avner שלמה=Šlomo שלום=Šalom שרה=Sara שירה=Šira דוד=David
        דינה=Dina יונתן=Yonatan נתן=Natan אליעזר=Eliʿezer אלעזר=Elʿazar גבריאל=Gavriʾel גיורא=Giyora תמר=Tamar
        זאב=Zeʾev מנחם=Menaḥem""",
    "Amharic": """አበበ=Abäbä አበራ=Abära ተስፋዬ=Täsfaye ተሰማ=Täsämma ኃይሌ=Ḫayle ኃይሉ=Ḫaylu ገብረ=Gäbrä ገብሬ=Gäbre
        ጌታቸው=Getaččäw ጥላሁን=Ṭǝlahun ከበደ=Käbbädä ከተማ=Kätäma ዮሐንስ=Yoḥannǝs ዮሴፍ=Yosef ሰለሞን=Sälämon ሳሙኤል=Samuʾel
        ጸጋዬ=Ṣäggaye ጽጌ=Ṣǝge ቀለሙ=Qälämu ቅዱስ=Qǝddus መኮንን=Mäkonnǝn መንግሥቱ=Mängǝśtu ብርሃኑ=Bǝrhanu ብሩክ=Bǝruk
        ሺፈራው=Šiferraw ወርቁ=Wärqu ወልዴ=Wälde ደሳለኝ=Dässaläñ ደምሴ=Dämse ጫላ=Č̣ala ፍቅሩ=Fǝqru ፍቃዱ=Fǝqadu ዘነበ=Zännäbä
        ዘውዱ=Zäwdu ነጋሽ=Nägaš ነገደ=Nägädä""",
    "Hindi": """शर्मा वर्मा चौहान चौधरी मिश्र पटेल पाटिल सिंह गुप्ता अग्रवाल यादव जाधव कुमार कमल विकास विशाल
        प्रकाश प्रदीप राजेश राकेश रमेश सुरेश लक्ष्मी ज्योति जयंती कृष्ण किशन गणेश दिनेश भट्ट भाटिया झा ठाकुर
        ढिल्लों षडानन मोहन सोहन अशोक""",
    "Bengali": """রহমান=Rahman=Rahman রহিম=Rahim=Rahim হোসেন=Hosen=Hossain,Hussain হাসান=Hasan=Hasan
        চৌধুরী=Caudhuri=Chowdhury চক্রবর্তী=Cakrabarti=Chakraborty মুখোপাধ্যায়=Mukhopadhyay=Mukhopadhyay
        চট্টোপাধ্যায়=Cattopadhyay=Chattopadhyay দাস=Das=Das দেব=Deb=Deb,Dev শাহ=Sah=Shah সাহা=Saha=Saha
        খাতুন=Khatun=Khatun খান=Khan=Khan আক্তার=Aktar=Akhter আলম=Alam=Alam ইসলাম=Islam=Islam কামাল=Kamal=Kamal
        জামাল=Jamal=Jamal জাহাঙ্গীর=Jahangir=Jahangir ভট্টাচার্য=Bhattacarya=Bhattacharya ঘোষ=Ghos=Ghosh
        বসু=Basu=Basu,Bose সেন=Sen=Sen শেখ=Sekh=Sheikh মিয়া=Miya=Mia মিত্র=Mitra=Mitra বিশ্বাস=Bisbas=Biswas
        ফারুক=Faruk=Faruk,Farooque বেগম=Begam=Begum ফাতেমা=Fatema=Fatema নাসরিন=Nasrin=Nasrin
        নার্গিস=Nargis=Nargis তাসলিমা=Taslima=Taslima সেলিম=Selim=Selim শামীম=Samim=Shamim""",
    "Thai": """สมชาย=Somchai สมศักดิ์=Somsak=Somsak วิชัย=Wichai=Vichai วิชิต=Wichit=Vichit
        ประเสริฐ=Prasoet=Prasert ประสิทธิ์=Prasit=Prasith สุรชัย=Surachai สุชาติ=Suchat=Suchart ทักษิณ=Thaksin
        อภิสิทธิ์=Aphisit=Abhisit พรทิพย์=Phonthip=Porntip พรชัย=Phonchai=Pornchai กิตติ=Kitti
        กิตติชัย=Kittichai ธนพล=Thanaphon=Thanapol ธนากร=Thanakon=Thanakorn ณรงค์=Narong นงนุช=Nongnut=Nongnuch
        สุภาพร=Suphaphon=Supaporn สุพจน์=Suphot=Supoj จันทร์=Chan=Chan จินตนา=Chintana=Jintana
        เจริญ=Charoen=Jaroen ชัยวัฒน์=Chaiwat=Chaiwat ไพบูลย์=Phaibun=Paiboon ไพศาล=Phaisan=Paisarn
        บุญมี=Bunmi=Boonmee บุญเลิศ=Bunloet=Boonlert ศิริพร=Siriphon=Siriporn ศรีสุดา=Sisuda=Srisuda
        แสงดาว=Saengdao แก้ว=Kaeo=Kaew โชคชัย=Chokchai มานพ=Manop มานะ=Mana วันเพ็ญ=Wanphen=Wanpen""",
    "Vietnamese": """Nguyễn_Văn_An Nguyễn_Văn_Anh Trần_Thị_Bích Trần_Thị_Bình Lê_Hữu_Đức Lê_Hữu_Đạt
        Phạm_Ngọc_Ánh Phan_Ngọc_Ánh Hoàng_Minh_Châu Huỳnh_Minh_Châu Vũ_Đình_Chiến Võ_Đình_Chiến Đặng_Xuân_Dũng
        Đoàn_Xuân_Dũng Bùi_Quang_Hải Bùi_Quang_Huy Đỗ_Thị_Hạnh Đỗ_Thị_Hường Ngô_Gia_Khánh Ngô_Gia_Khiêm
        Dương_Thúy_Liễu Dương_Thúy_Lan Lý_Thường_Kiệt Trương_Mỹ_Linh Trịnh_Mỹ_Linh Đinh_Công_Mạnh
        Đinh_Công_Minh Mai_Phương_Thảo Mai_Phương_Thanh Tạ_Bích_Loan Hồ_Quốc_Việt Hà_Quốc_Việt Cao_Thành_Trung
        Chu_Thành_Trung Lưu_Kim_Xuyến Lương_Kim_Xuyến""",
    "Chinese": """张=Zhang=Cheung 章=Zhang=Cheung 周=Zhou=Chow 赵=Zhao=Chiu 陈=Chen=Chan 程=Cheng=Ching
        郑=Zheng=Cheng 王=Wang=Wong 黄=Huang=Wong 李=Li=Lee 林=Lin=Lam 梁=Liang=Leung 刘=Liu=Lau 罗=Luo=Lo
        吴=Wu=Ng 许=Xu=Hui 徐=Xu=Chui 谢=Xie=Tse 萧=Xiao=Siu 邱=Qiu=Yau 秦=Qin=Chun 钱=Qian=Chin 曾=Zeng=Tsang
        蔡=Cai=Choi 曹=Cao=Tso 崔=Cui=Chui 郭=Guo=Kwok 高=Gao=Ko 何=He=Ho 胡=Hu=Wu 江=Jiang=Kong
        蒋=Jiang=Tseung 杨=Yang=Yeung 叶=Ye=Yip 袁=Yuan=Yuen 孙=Sun=Suen 苏=Su=So 冯=Feng=Fung 方=Fang=Fong
        邓=Deng=Tang 小明=Xiaoming=Siuming 国强=Guoqiang=Kwokkeung 志强=Zhiqiang=Chikeung
        淑贞=Shuzhen=Shukching 美玲=Meiling=Meiling""",
    "Japanese": """さとう すずき たかはし たなか たなべ わたなべ いとう やまもと やまぐち なかむら こばやし
        かとう よしだ しみず しまず まつもと いのうえ きむら はやし つちや つじ ちば こんどう しばた しょうじ
        じゅんこ じろう ふじわら ふじもと おおた おた きょうこ りょうた ゆうこ しんいち けんいち シンジ チヅル""",
    "Korean": """김=gim=Kim 박=bak=Park,Pak 이=i=Lee,Yi,Rhee 최=choe=Choi 정=jeong=Jung,Chung 조=jo=Cho
        강=gang=Kang 윤=yun=Yoon 장=jang=Chang 임=im=Lim 한=han=Han 오=o=Oh 서=seo=Suh,Seo 신=sin=Shin
        권=gwon=Kwon 황=hwang=Hwang 안=an=Ahn 송=song=Song 전=jeon=Jun,Chun 홍=hong=Hong 유=yu=Yoo,Ryu 고=go=Ko
        문=mun=Moon 배=bae=Bae 백=baek=Paik,Baek 허=heo=Huh,Hur 남=nam=Nam 노=no=Roh,Noh 민준=minjun 민지=minji
        서연=seoyeon 지훈=jihun=Jihoon 영희=yeonghui=Younghee 철수=cheolsu=Chulsoo 현우=hyeonu=Hyunwoo
        수진=sujin=Soojin 경숙=gyeongsuk=Kyungsook 재호=jaeho=Jaeho""",
}

HAND = {
    "Bengali": "usual English spellings in Bangladesh and West Bengal",
    "Thai": "usual English spellings in Thailand, where the Royal Institute's system is not used for names",
    "Chinese": "Hong Kong Government's spelling (Cantonese), as on identity cards",
    "Korean": "spellings that are usual on passports (National Institute of Korean Language, survey of family names)",
}
"""Where what stands after the second = is from."""
