"""Names of the sample season's people: given names and families in both scripts, by region.

Invented combinations of common names; nobody is meant.
"""

from __future__ import annotations

from dataclasses import dataclass

Pair = tuple[str, str]


def _pairs(text: str) -> tuple[Pair, ...]:
    """Read ``Arabic=Latin`` pairs parted by commas."""
    found = (entry.strip().split("=") for entry in text.replace("\n", " ").split(","))
    return tuple((arabic.strip(), latin.strip()) for arabic, latin in found)


@dataclass(frozen=True)
class Region:
    """Where names come from: men's and women's given names, and families."""

    men: tuple[Pair, ...]
    women: tuple[Pair, ...]
    families: tuple[Pair, ...]


GULF = Region(
    men=_pairs(
        """محمد=Mohammed, أحمد=Ahmad, علي=Ali, حمد=Hamad, خليفة=Khalifa,
        جاسم=Jassim, ناصر=Nasser, عبد الله=Abdulla, عبد الرحمن=Abdulrahman,
        سعود=Saud, فهد=Fahad, مبارك=Mubarak, راشد=Rashid, سالم=Salem,
        عبد العزيز=Abdulaziz, تميم=Tamim, منصور=Mansour, يوسف=Yousef,
        إبراهيم=Ibrahim, خالد=Khalid, حسن=Hassan, عيسى=Essa, سلطان=Sultan,
        غانم=Ghanem, فيصل=Faisal, بدر=Bader, طلال=Talal, ماجد=Majid, صالح=Saleh,
        هادي=Hadi, جابر=Jaber, مسفر=Misfer"""
    ),
    women=_pairs(
        """فاطمة=Fatima, مريم=Maryam, نورة=Noora, عائشة=Aisha, موزة=Moza,
        شيخة=Sheikha, حصة=Hessa, منيرة=Muneera, لولوة=Lolwa, هند=Hind, سارة=Sara,
        آمنة=Amna, العنود=Al Anoud, الجازي=Al Jazi, دانة=Dana, ريم=Reem,
        لطيفة=Latifa, خلود=Kholoud, أسماء=Asma, وضحى=Wadha, مها=Maha, ظبية=Dhabya,
        غالية=Ghalia, شمة=Shamma, بشرى=Bushra, كلثم=Kaltham"""
    ),
    families=_pairs(
        """المري=Al-Marri, الكواري=Al-Kuwari, الهاجري=Al-Hajri,
        السليطي=Al-Sulaiti, المناعي=Al-Mannai, النعيمي=Al-Naimi, الدوسري=Al-Dosari,
        العلي=Al-Ali, المهندي=Al-Mohannadi, الخاطر=Al-Khater, السويدي=Al-Suwaidi,
        العبيدلي=Al-Obaidli, البوعينين=Al-Buainain, الكعبي=Al-Kaabi,
        اليافعي=Al-Yafei, الشمري=Al-Shammari, الأنصاري=Al-Ansari, الملا=Al-Mulla,
        العمادي=Al-Emadi, الجابر=Al-Jaber, الحمادي=Al-Hammadi, فخرو=Fakhroo"""
    ),
)

LEVANT_AND_NILE = Region(
    men=_pairs(
        """محمود=Mahmoud, مصطفى=Mostafa, عمر=Omar, طارق=Tarek, هشام=Hisham,
        وليد=Walid, سامي=Sami, كمال=Kamal, جمال=Gamal, عادل=Adel, نبيل=Nabil,
        أيمن=Ayman, ياسر=Yasser, رامي=Rami, زياد=Ziad, بلال=Bilal, أنس=Anas,
        حسام=Hossam, شريف=Sherif, إسماعيل=Ismail, صلاح=Salah, عثمان=Osman,
        الطيب=Al-Tayeb, عوض=Awad, رضا=Rida, منير=Mounir, سليم=Salim"""
    ),
    women=_pairs(
        """زينب=Zeinab, خديجة=Khadija, أمينة=Amina, هدى=Huda, سعاد=Suad,
        نادية=Nadia, سميرة=Samira, ليلى=Layla, رانيا=Rania, دعاء=Doaa, إيمان=Iman,
        منى=Mona, نجلاء=Naglaa, سلوى=Salwa, هالة=Hala, رحاب=Rehab, كوثر=Kawthar,
        ابتسام=Ibtisam, ماجدة=Magda, حنان=Hanan, سهام=Siham"""
    ),
    families=_pairs(
        """حسنين=Hassanein, الشافعي=El-Shafei, منصور=Mansour, الخطيب=Al-Khatib,
        حداد=Haddad, قاسم=Qasim, العمري=Al-Omari, الزعبي=Al-Zoubi, البشير=Al-Bashir,
        دياب=Diab, سالم=Salem, عبد القادر=Abdelkader, النجار=Al-Najjar,
        شاهين=Shaheen, بن علي=Ben Ali, الطرابلسي=Trabelsi, المغربي=Al-Maghribi,
        بركات=Barakat, زيدان=Zidan, الحسيني=Al-Husseini, مرسي=Morsi"""
    ),
)

SOUTH_ASIA = Region(
    men=_pairs(
        """محمد=Muhammad, عمران=Imran, شفيق=Shafiq, رفيق=Rafiq, نعيم=Naeem,
        إقبال=Iqbal, أنور=Anwar, جاويد=Javed, سهيل=Sohail, عرفان=Irfan, رياض=Riaz,
        أشرف=Ashraf, عبد الرشيد=Abdul Rasheed, نظام=Nizam, كريم=Karim, صديق=Siddique,
        فاروق=Farooq, مظهر=Mazhar, سراج=Siraj, يونس=Younus"""
    ),
    women=_pairs(
        """شاهدة=Shahida, نسرين=Nasreen, روبينة=Rubina, ياسمين=Yasmin, صفية=Safia,
        رضية=Razia, فرزانة=Farzana, ثريا=Suraiya, بلقيس=Bilqis, حليمة=Halima,
        ناهد=Nahid, زبيدة=Zubaida, تسنيم=Tasneem, شبنم=Shabnam, رقية=Ruqaiya"""
    ),
    families=_pairs(
        """خان=Khan, مالك=Malik, حسين=Hussain, أحمد=Ahmed, شيخ=Shaikh,
        قريشي=Qureshi, ميان=Mian, رحمن=Rahman, علم=Alam, صديقي=Siddiqui,
        أنصاري=Ansari, شودري=Chowdhury, بيك=Baig, غني=Ghani, فضل=Fazal, إسلام=Islam,
        كنجو=Kunju, حاجي=Haji"""
    ),
)

REGIONS = {
    **dict.fromkeys(("QAT", "SAU", "YEM", "OMN"), GULF),
    **dict.fromkeys(("EGY", "SYR", "JOR", "PSE", "SDN", "LBN", "TUN", "MAR"), LEVANT_AND_NILE),
    **dict.fromkeys(("PAK", "IND", "BGD"), SOUTH_ASIA),
}
