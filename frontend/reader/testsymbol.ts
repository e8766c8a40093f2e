/** A QR symbol that we know, drawn from its bits, by which a detector proves that it reads. */
export const TEST_TEXT = "HM1:RIFADA";

// QR version 1-M of TEST_TEXT: one number a row, the leftmost module in the highest of 21 bits.
const ROWS = [
  0x1fc47f, 0x105941, 0x17455d, 0x17425d, 0x175f5d, 0x104241, 0x1fd57f, 0x000c00, 0x154512, 0x0596a9, 0x06ca55,
  0x1a1b9c, 0x055e59, 0x001849, 0x1fcd39, 0x104c78, 0x17594b, 0x1742b2, 0x1756f5, 0x104b83, 0x1fdafd,
];
const QUIET = 4;
const MODULE_PIXELS = 8;

export function testSymbol(): ImageData {
  const side = (ROWS.length + 2 * QUIET) * MODULE_PIXELS;
  const image = new ImageData(side, side);
  const pixels = new Uint32Array(image.data.buffer);
  pixels.fill(0xffffffff);
  for (let y = 0; y < side; y += 1) {
    for (let x = 0; x < side; x += 1) {
      if (isDark(module(x), module(y))) pixels[y * side + x] = 0xff000000;
    }
  }
  return image;
}

const module = (pixel: number): number => Math.floor(pixel / MODULE_PIXELS) - QUIET;

function isDark(column: number, row: number): boolean {
  if (column < 0 || column >= ROWS.length) return false;
  return (((ROWS[row] ?? 0) >> (ROWS.length - 1 - column)) & 1) === 1;
}
