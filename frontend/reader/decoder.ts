/**
 * Finds a QR symbol in a picture. The phone's own detector is used when it proves itself on a symbol
 * that we know, for it may exist and read nothing; else zxing, C++ compiled to WebAssembly.
 */
import { prepareZXingModule, readBarcodes } from "zxing-wasm/reader";

import { TEST_TEXT, testSymbol } from "./testsymbol";

export type Decode = (video: HTMLVideoElement) => Promise<string | null>;

interface Detector {
  detect(source: HTMLVideoElement | ImageData): Promise<{ rawValue: string }[]>;
}
interface DetectorClass {
  new (options: { formats: string[] }): Detector;
  getSupportedFormats(): Promise<string[]>;
}

const LONGEST_SIDE = 960; // pixels; more takes longer and reads no better at arm's length

const canvas = document.createElement("canvas");
const paper = canvas.getContext("2d", { willReadFrequently: true });

function pixels(video: HTMLVideoElement): ImageData | null {
  const { videoWidth, videoHeight } = video;
  if (paper === null || videoWidth === 0) return null;
  const scale = Math.min(1, LONGEST_SIDE / Math.max(videoWidth, videoHeight));
  canvas.width = Math.round(videoWidth * scale);
  canvas.height = Math.round(videoHeight * scale);
  paper.drawImage(video, 0, 0, canvas.width, canvas.height);
  return paper.getImageData(0, 0, canvas.width, canvas.height);
}

async function read(image: ImageData): Promise<string | null> {
  const found = await readBarcodes(image, { formats: ["QRCode"], maxNumberOfSymbols: 1, tryHarder: true });
  return found.find((symbol) => symbol.isValid)?.text ?? null;
}

async function zxing(wasmUrl: string): Promise<Decode> {
  await prepareZXingModule({ overrides: { locateFile: () => wasmUrl }, fireImmediately: true });
  if ((await read(testSymbol())) !== TEST_TEXT) throw new Error("zxing cannot read the test symbol");
  return async (video) => {
    const image = pixels(video);
    return image === null ? null : read(image);
  };
}

async function native(): Promise<Decode | null> {
  const known = (globalThis as { BarcodeDetector?: DetectorClass }).BarcodeDetector;
  if (known === undefined) return null;
  try {
    if (!(await known.getSupportedFormats()).includes("qr_code")) return null;
    const detector = new known({ formats: ["qr_code"] });
    if ((await detector.detect(testSymbol()))[0]?.rawValue !== TEST_TEXT) return null;
    return async (video) => (await detector.detect(video))[0]?.rawValue ?? null;
  } catch {
    return null;
  }
}

/** Chooses the decoder that this phone can rely on. */
export async function chooseDecoder(wasmUrl: string): Promise<Decode> {
  return (await native()) ?? zxing(wasmUrl);
}
