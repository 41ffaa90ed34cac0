"""Common names as they are written by different hands, and different names that look alike. No one person is meant."""

from __future__ import annotations

ALIKE = """
Щербак Shcherbak | Щербак Scherbak | Щербак Szczerbak | Щербак Schtscherbak | Щербак Chtcherbak | Щербак Ščerbak
Shcherbak Scherbak | Щербак Sjtsjerbak | Shcherbak Shherbak | Shcherbak Shcherbuk | Shcherbak Scherbakk
Григорій Григорий | Григорій Hryhorii | Григорий Grigory | Hryhoriy Grigori | Гриценко Hrytsenko
Гриценко Gritsenko | Гриценко Hrycenko | Ольга Olha | Ольга Olga | Олег Oleh | Олег Oleg | Ігор Игорь | Игорь Ihor
Євген Евгений | Євген Yevhen | Євген Ievgen | Евгений Evgeny | Yevhen Jewhen | Юрій Юрий | Юрій Yurii | Юрий Jurij
Юлія Yuliia | Юлия Julija | Юлія Iuliia | Юлия Ioulia | Фёдор Федор | Фёдор Fyodor | Федор Fedor | Семён Semyon
Соловйов Соловьёв | Соловьёв Solovyov | Соловьев Soloviev | В'ячеслав Viacheslav | Вячеслав Wjatscheslaw
Шевченко Shevchenko | Шевченко Schewtschenko | Шевченко Chevtchenko | Шевченко Szewczenko | Чорновіл Chornovil
Жук Zhuk | Жук Żuk | Олександр Александр | Олександр Oleksandr | Александр Alexander | Oleksandr Alexandr
Сергій Sergey | Сергій Serhii | Микита Никита | Дмитро Дмитрий | Дмитро Dmytro | Дмитрий Dimitri | Олексій Aleksei
Наталія Наталья | Наталія Nataliya | Наталья Natalja | Іванович Ivanovych | Иванович Iwanowitsch
Иванович Ivanovich | Олександрівна Aleksandrovna | Ковальський Kovalskyi | Ковальский Kowalski | Kowalski Kovalsky
Ковальська Kowalska | Ковальська Ковальский | Волков Wolkow | Волков Volkoff | Цимбал Tsymbal | Цимбал Zimbal
Цимбал Cymbal | Хоменко Khomenko | Хоменко Homenko | Хоменко Chomenko | Михайло Mykhailo | Михаил Mikhail
Михаил Mihail | Михайло Михаил | Щукін Щукин | Ярослав Jaroslaw | Павло Pavlo | Андрій Андрей | Андрій Andrii
Andrei Andrey | Андрей Andrej | Кириленко Kyrylenko | Бойко Boyko | Бойко Boiko | Ґалаґан Halahan | Мельник Melnik
Мельник Melnyk | Петровна Petrivna | Зеленко Selenko | Muhammad Mohamed | Muhammad Mohammad | محمد Muhammad
محمد Mohamed | محمّد محمد | محمد Mehmed | Мухаммед Mohammed | حسين Hussein | حسين Husayn | Hussein Hosein
Hussein Hussain | Хусейн Hussein | الحسين Al-Hussein | الحسين حسين | أحمد احمد | أحمد Ahmad | Ahmad Ahmed
Ahmed Ahmet | علي Ali | فاطمة Fatima | فاطمة فاطمه | Fatima Fatimah | Fatima Fatma | يوسف Yusuf | Yusuf Youssef
Youssef Jusuf | خالد Khalid | Khaled Chaled | Khaled Haled | جمال Jamal | Jamal Djamal | Jamal Gamal | Jamal Cemal
عبد الله Abdullah | عبدالله عبد الله | Abdullah Abdallah | عبد الرحمن Abdurrahman | Abdurrahman Abd al-Rahman
Abdulrahman Abd ar-Rahman | الخطيب Khatib | الخطيب Al-Khateeb | الخطيب El Khatib | Alkhatib Khatib | حسن Hassan
Hassan Hasan | محمود Mahmoud | Mahmoud Mahmud | وليد Walid | نوال Nawal | إبراهيم Ibrahim | Ibrahim Ebrahim
Ibrahim Brahim | سعيد Saeed | Saeed Said | زينب Zeinab | Zeinab Zaynab | مريم Maryam | شريف Sharif | Sharif Cherif
Qasim Kasim | Ghassan Gassan | أبو بكر Abubakar | Abu Bakr Abubakar | عثمان Othman | Osman عثمان | François Francois
Müller Mueller | Müller Muller | José Jose | Jiménez Jimenez | Jiménez Ximenez | Núñez Nunez | García Garcia
Garcia Garsia | Rodríguez Rodrigues | Şimşek Simsek | Şimşek Шимшек | Erdoğan Erdogan | Çelik Celik | Çelik Челик
Yılmaz Yilmaz | Nguyễn Nguyen | Đặng Dang | Trần Tran | Phạm Pham | Łukasz Lukasz | Lukas Lucas | Søren Soren
Jean-Pierre Jean Pierre | Jean-Pierre Jeanpierre | Smith-Jones Smith Jones | O'Brien OBrien | O'Brien O’Brien
De la Cruz Delacruz | de la Cruz Cruz | Mac Donald MacDonald | Van den Berg Vandenberg | Šimić Simic | Šimić Shimich
王 Wang | 小明 Xiaoming | 김 Gim | Γιώργος Giorgos | גיל Gil | יוסף Yosef | Τζον John | გიორგი Giorgi | Stepan Stpean
Marianna Mariana | Katarina Catarina | Katarzyna Katazryna | Philip Filip | Sofia Sophia | Thomas Tomas
Володимир Владимир | Микола Николай | Eugene Yevhen | Ganna Anna | Paul Pavlo | John Ivan | Qin Chin | Zhou Chow
Иосиф Joseph | Ishaq Исхак | Chukwu Чукву | O'Connor Connor | Kim Gim | Jiang Chiang | Aryna Ірина | Ulyana Iuliana
"""
"""One name by two hands."""

DIFFERENT = """
Щербак Щербань | Щербак Щербина | Shcherbak Serbin | Ivan Ivanov | Ivanenko Ivanchuk | Olena Olha | Anna Inna
Anna Hanna | Oleh Olha | Petrov Pavlov | Petrenko Pavlenko | Maria Marta | Maria Marina | Marina Irina
Serhii Andrii | Boris Denis | Melnyk Bondar | Koval Kovalchuk | Kovalenko Kovalchuk | Tkachenko Tkachuk
Shevchenko Shevchuk | Bondarenko Bondarchuk | Kravets Kravchenko | Lysenko Lytvynenko | Moroz Marchenko
Rudenko Rudyk | Savchenko Savchuk | Romanenko Romanyuk | Muhammad Mahmoud | محمد محمود | Ahmad Hamid | Ahmed Hamed
Hassan Hussein | حسن حسين | Khalid Khalil | Jamal Kamal | Jamal Jamil | Fatima Fadia | Salim Salem | Salim Salma
Said Saad | Karim Karima | Ali Alia | Omar Ammar | Walid Khalid | Yusuf Yunus | Ibrahim Ismail
Abdullah Abdulrahman | Abdullah Abdulaziz | Abdulkarim Abdulrahim | Nasser Nassim | Nour Nora | Rashid Rashad
Zaid Ziad | Tariq Tahir | García Gómez | Rodríguez Ramírez | Fernández Hernández | Martín Martínez | López Gómez
Müller Miller | Meier Maurer | Schmidt Schmitz | Wagner Wegener | Nguyen Ngo | Tran Trinh | Pham Phan | Dang Dong
Le Ly | Vu Vo | Li Liu | Wang Huang | Zhang Zhao | Chen Cheng | Lin Liang | Kim Gil | Park Pak | Yılmaz Yıldız
Demir Demirel | Kaya Koç | Öztürk Özkan | Smith Smart | Johnson Jackson | Brown Braun | Taylor Tyler
Oleksandr Oleksii | Viktor Viktoria | Daria Diana | Sofia Stefania | Roman Ruslan | Bohdan Bogdana | Nina Nona
"""
"""Two different names, most of them chosen because they look alike."""


def pairs(table: str) -> list[tuple[str, str]]:
    """Two names of a cell stand apart by the blank at which they are both whole."""
    return [_halves(cell.strip()) for line in table.strip().splitlines() for cell in line.split("|") if cell.strip()]


_WHOLES = """Jean Pierre | Smith Jones | De la Cruz | de la Cruz | Mac Donald | Van den Berg | Abd al-Rahman
Abd ar-Rahman | عبد الله | عبد الرحمن | El Khatib | أبو بكر | Abu Bakr"""
_WHOLE = [whole.strip() for line in _WHOLES.splitlines() for whole in line.split("|")]


def _halves(cell: str) -> tuple[str, str]:
    for whole in _WHOLE:
        if cell.startswith(whole + " "):
            return whole, cell.removeprefix(whole).strip()
        if cell.endswith(" " + whole):
            return cell.removesuffix(whole).strip(), whole
    first, _, second = cell.partition(" ")
    return first, second
