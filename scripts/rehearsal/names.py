from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Origin:
    """Made-up names of one origin: how many of a hundred members have them, and their language.

    `native` gives last names in another script with their Latin form.
    """

    share: int
    language: str
    first: tuple[str, ...]
    last: tuple[str, ...]
    middle: tuple[str, ...] = ()
    native: tuple[tuple[str, str], ...] = ()
    native_first: tuple[str, ...] = ()


def _words(text: str) -> tuple[str, ...]:
    return tuple(word.replace("_", " ") for word in text.split())


SUFFIXES = ("Jr", "Jr.", "Sr", "II", "III", "IV")

ORIGINS = (
    Origin(
        54,
        "en",
        _words(
            "Mary Linda Susan Karen Donna Carol Sharon Debra Teresa Brenda Amy Heather Tiffany "
            "Crystal Amber Megan Kayla James Robert Michael David Richard Thomas Steven Kevin "
            "Brian Jason Tyler Joshua Dakota Jo_Ann Mary-Kate"
        ),
        _words(
            "Smith Johnson Miller Davis Anderson Wilson Taylor Moore Martin Thompson White Clark "
            "Lewis Walker Hall Young King Wright Scott Green Baker Adams Nelson Carter Mitchell "
            "Roberts Turner Phillips Campbell Parker Evans Edwards Collins Stewart Morris Murphy "
            "Cook Rogers Bell Bailey Kelly Cooper Ward Peterson Gray O'Brien O'Neil McDonald "
            "St._John Van_Dyke De_Witt Smith-Jones Hansen-Lee"
        ),
        _words("Ann Marie Lee Lynn Jean Rose Louise Ray Alan Dean Wayne J. M. Kay"),
    ),
    Origin(
        17,
        "es",
        _words(
            "María Ana Guadalupe Rosa Carmen Leticia Verónica Luz Xóchitl José Luis Juan Jesús "
            "Miguel Ángel Raúl Martín Iñaki María_José José_Luis"
        ),
        _words(
            "García Garcia Garza Hernández Lopez López Martínez González Pérez Rodríguez Sánchez "
            "Ramírez Núñez Muñoz Peña Ibáñez García_Márquez Cruz_Ortiz De_la_Cruz Del_Río Ríos-Vega"
        ),
        _words("Isabel del_Carmen Elena Antonio Ramón de_Jesús"),
    ),
    Origin(
        7,
        "vi",
        _words("Hoa Lan Mai Thảo Hương Ngọc Phượng Tuyết Minh Dũng Hùng Tuấn Đức Quỳnh"),
        _words("Nguyễn Trần Lê Phạm Huỳnh Hoàng Phan Vũ Võ Đặng Bùi Đỗ Ngô Dương Lý"),
        _words("Thị Văn Ngọc Đình Thanh"),
    ),
    Origin(
        6,
        "ru",
        _words("Olga Tatyana Lyudmila Galina Svetlana Natalya Nadezhda Vera Sergey Ivan Viktor"),
        _words("Ivanova Petrov Kuznetsova Sokolova Popov Lebedeva Novikov Morozova Shcherbak"),
        _words("Ivanovna Petrovna Sergeyevich Viktorovna"),
        (
            ("Иванова", "Ivanova"),
            ("Щербакова", "Shcherbakova"),
            ("Кузнецов", "Kuznetsov"),
            ("Соловьёва", "Solovyova"),
        ),
        _words("Ольга Татьяна Светлана Сергей"),
    ),
    Origin(
        5,
        "zh",
        _words("Li Mei Xiu Ying Fang Jing Wei Hong Min Jian Xiao-Ming Siu-Ling"),
        _words("Wang Li Zhang Liu Chen Yang Huang Zhao Wu Zhou Lü Ou-Yang Szeto"),
        (),
        (("王", "Wang"), ("陈", "Chen"), ("吕", "Lu"), ("歐陽", "Ouyang")),
        _words("小明 美玲 芳"),
    ),
    Origin(
        4,
        "ar",
        _words("Fatima Amina Layla Noor Mariam Ahmed Omar Yusuf Khalid Hassan"),
        _words("Al-Sayed El-Amin Haddad Mansour Al_Masri Khoury Abdel-Rahman Nasser Ali"),
        (),
        (("الخطيب", "Al-Khatib"), ("حداد", "Haddad")),
        _words("فاطمة أحمد"),
    ),
    Origin(
        3,
        "so",
        _words("Hodan Asha Faduma Halima Sahra Abdi Mohamed Ismail Warsame"),
        _words("Farah Warsame Abdullahi Jama Nur Hirsi Guled Shire"),
        _words("Ahmed Ali Hassan Osman"),
    ),
    Origin(
        2,
        "en",
        _words("Leilani Kalani Malia Keanu Makoa Noelani Iolana"),
        _words("Kealoha Kahananui Kaʻuhane Kānaka Keliʻi Nāone Kamaka"),
    ),
    Origin(
        2,
        "en",
        _words("Zoë Björn Åsa Łucja François Siân Jörg Renée"),
        _words("Ødegård Þórsson Łukasiewicz Groß Lefèvre D'Angelo Sørensen Çelik Đorđević"),
    ),
)
