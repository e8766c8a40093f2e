"""The gates of the camps (البوابات): readers (قارئ), scans (قراءة), who is inside (الداخلون).

A gate opens one camp. A reader stands at one gate. Every scan is kept with its verdict, the
refused ones too; presence follows the admitted ones.
"""
