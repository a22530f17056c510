"""Names that made-up people could carry in Finnish, Romanian, Swedish and English rooms: 2,000 of them."""

from collections.abc import Iterator
from itertools import islice
from random import Random

FINNISH = """
Aada Aarne Aatos Aino Aila Alli Anneli Antero Anni Anselmi Arja Armas Asko Eeli Eero Eeva Eila Eino Elli Elma Ensio
Erkki Essi Esko Hannele Hannu Harri Heikki Heini Helka Helmi Hely Henna Hilja Hilkka Ilari Ilkka Ilma Ilona Immi Inka
Inkeri Irja Jaakko Jalmari Jarkko Jari Jenna Joni Jouni Juha Jukka Jussi Juuso Kaarina Kaija Kaisa Kalle Kalevi Kari
Katri Kauko Kerttu Kielo Kimmo Kirsi Kyllikki Lahja Lauri Leena Liisa Lilja Linnea Lumi Maarit Maija Maire Manta
Marjatta Markku Matti Merja Miina Mika Minttu Mirja Moona Mummo Niilo Nuppu Olavi Onni Orvokki Osmo Otso Outi Paavo
Pentti Petteri Pihla Pirkko Päivi Raija Raimo Rauha Reijo Reino Riikka Risto Ritva Saana Saara Sakari Salme Sampo
Sanna Satu Seppo Siiri Silja Sini Sirpa Sisko Sohvi Sointu Sulo Suvi Taimi Taina Taisto Tapio Tarja Tauno Teppo Terhi
Tero Tiina Timo Toivo Tuija Tuomo Tuula Tytti Tyyne Ulla Urho Valma Valto Varpu Veera Veikko Venla Vesa Vieno Vilho
Ville Viljami Virpi Väinö Yrjö Hosta Tukka Hoitola Valve Ohto Järvi Asia Personeeta Tiimari Isäntä Admiraali Modeemi
Doctorin
"""
ROMANIAN = """
Adela Adina Alina Anca Andra Andreea Anișoara Aurel Aurica Bogdan Brândușa Camelia Carmen Catrinel Cătălin Călin
Ciprian Codruța Cornel Corina Cosmin Costel Crenguța Cristina Dana Dănuț Daria Delia Denisa Dochia Doina Dorel Dragoș
Dumitru Ecaterina Elena Emil Eugen Felicia Florica Florin Gabi Gavril Gheorghe Gica Grațiela Horia Iancu Ileana Ilinca
Ioana Ion Ionuț Irina Iulia Iulian Jenica Lăcrămioara Laurențiu Lavinia Lenuța Leontina Liviu Loredana Lucian Luminița
Magda Marcel Marian Mariana Măriuca Matei Mihai Mihaela Mircea Mirela Mitică Monica Neculai Nelu Nicoleta Nicu
Octavian Olimpia Oana Ovidiu Paraschiva Petrică Petru Rareș Raluca Remus Roxana Ruxandra Sabina Sanda Septimiu Silviu
Simona Sorin Sorina Ștefan Ștefania Tatiana Teodora Tiberiu Traian Tudor Țicu Valeriu Vasile Vasilica Veronica Victor
Violeta Viorel Viorica Virgil Vlad Zamfir Zoe Steluța Bujor Ghiocel Lăstun Modesta Medeea Doctița Oficiana Profira
"""
SWEDISH = """
Agneta Albin Alva Anders Annika Arvid Asta Astrid Axel Barbro Bengt Berit Birgitta Bo Britta Cajsa Carin Ebba Edvin
Elin Elof Elsa Emelie Erland Estrid Fredrik Frida Gerd Greta Gunilla Gunnar Gustav Göran Göte Hampus Hedda Hedvig
Helge Henning Hilding Hjördis Holger Hugo Håkan Inga Ingegerd Ingmar Ingrid Ivar Jan Jerker Jonna Jörgen Kajsa Karin
Kerstin Kjell Klas Lars Leif Lena Linus Lisbet Lotta Lovisa Magnus Maj Malin Margareta Mats Mona Måns Märta Nils Olof
Oskar Ossian Ove Pelle Per Pontus Pär Ragnar Ragnhild Rasmus Rolf Ronja Rune Saga Sigge Sigrid Sixten Sofia Solveig
Staffan Stellan Stig Stina Sture Sune Svante Sven Tage Torbjörn Tore Torsten Tuva Tyra Ulf Ulrika Vendela Viktor
Viveka Åke Åsa Älva Örjan Östen Vårdis Läka Systa Adminda Stödda Organa
"""
ENGLISH = """
Abigail Ada Agnes Alastair Alfie Alice Alison Amber Amos Annabel Archie Arthur Aubrey Audrey Barnaby Basil Beatrice
Becky Bella Bernard Beth Betty Blair Bonnie Bridget Callum Cecil Celia Charlie Chester Chloe Clara Clement Cora Daisy
Daphne Darcy Derek Dexter Dora Dorothy Dudley Edith Edmund Edna Eleanor Eliza Ellis Elsie Emmet Enid Ernest Esme Ethel
Ewan Felix Fern Fiona Flora Freya George Gladys Grace Graham Gwen Harold Harriet Hattie Hazel Heather Hector Henry
Hilda Holly Howard Hugh Imogen Iris Isla Ivy Jack Jasper Jemima Jill Jocelyn Joyce Judith Keith Kenneth Kit Lachlan
Leonard Lewis Linda Lola Lorna Louis Lydia Mabel Maggie Marcus Margot Marjorie Martha Maud Maurice Max Mildred Millie
Minnie Morgan Muriel Myrtle Nancy Ned Nellie Neville Nora Norman Olive Oliver Oscar Oswald Otis Owen Patience Pearl
Peggy Penelope Percy Phoebe Piper Polly Poppy Primrose Quentin Ralph Reuben Rex Robin Rodney Rose Rowan Ruby Rufus
Ruth Sadie Seth Sheila Sidney Silas Stella Stuart Susan Sybil Tabitha Teddy Theo Tilly Tobias Toby Trevor Ursula Vera
Vernon Vince Violet Wallace Walter Wendy Wilbur Wilfred Willow Winnie Zara Hostetter Nursel Modwen Staffordshire
Botanist Docksider
"""
THINGS = """
Myrsky Kuutar Metsä Sumu Pilvi Kettu Karhu Susi Lintu Tähti Lumme Sammal Lup Urs Munte Floare Stea Noapte Toamna Râu
Fjäril Räv Skog Snö Hav Stjärna Regn Storm Moon River Fox Otter Willow Maple Cloud Pebble Lantern Tea Blanket Radio
Sohvaperuna Sohvanpohja Couch Teapot Kahvi Pulla Covrig Kanelbulle
"""
LETTERS = "AHJKLMNPRSTV"


def people(amount: int = 2_000) -> list[str]:
    """Different names, the same ones each time."""
    found = dict.fromkeys(_plain_and_dressed(Random(19), amount * 2))
    return list(islice(found, amount))


def _plain_and_dressed(chance: Random, amount: int) -> Iterator[str]:
    given = f"{FINNISH} {ROMANIAN} {SWEDISH} {ENGLISH}".split()
    things = THINGS.split()
    yield from given
    yield from things
    for _ in range(amount):
        name, thing = chance.choice(given), chance.choice(things)
        yield chance.choice(
            [
                f"{name} {chance.choice(LETTERS)}",
                f"{name} {chance.choice(LETTERS)}.",
                f"{name}{chance.randrange(1, 100)}",
                f"{name}_{thing.lower()}",
                f"{name.lower()}{chance.randrange(1940, 2012)}",
                f"{name}-{chance.choice(given)}",
                f"{name.upper()}",
                f"{thing}{chance.choice(things).lower()}",
                f"Pikku {name}",
                f"{thing} {name}",
                f"xX{name}Xx",
                f"{name.lower()}.{thing.lower()}",
            ]
        )
