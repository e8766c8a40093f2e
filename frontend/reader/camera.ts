/** The camera: shows what it sees and reports each symbol once, until it has left the picture. */
import type { Decode } from "./decoder";

export type CameraState = "starting" | "on" | "refused" | "absent";

const GONE_AFTER_MS = 1200; // a symbol unseen for so long may be presented again
const REST_MS = 40; // between two pictures, so that the phone stays cool

export class Camera {
  private last = "";
  private lastSeenMs = -Infinity;
  private stream: MediaStream | null = null;

  constructor(
    private readonly video: HTMLVideoElement,
    private readonly onRead: (text: string) => void,
    private readonly onState: (state: CameraState) => void,
  ) {}

  async start(decode: Decode): Promise<void> {
    this.onState("starting");
    try {
      this.stream = await navigator.mediaDevices.getUserMedia({
        audio: false,
        video: { facingMode: "environment", width: { ideal: 1280 }, height: { ideal: 720 } },
      });
    } catch (error) {
      const refused = error instanceof DOMException && error.name === "NotAllowedError";
      this.onState(refused ? "refused" : "absent");
      return;
    }
    this.video.srcObject = this.stream;
    await this.video.play();
    this.onState("on");
    void this.look(decode);
  }

  private async look(decode: Decode): Promise<void> {
    while (this.stream?.active === true) {
      if (!document.hidden) await this.glance(decode);
      await new Promise((resolve) => setTimeout(resolve, REST_MS));
    }
    this.onState("absent");
  }

  private async glance(decode: Decode): Promise<void> {
    const text = await decode(this.video).catch(() => null);
    if (text === null) return;
    const nowMs = performance.now();
    const isStillThere = text === this.last && nowMs - this.lastSeenMs < GONE_AFTER_MS;
    this.last = text;
    this.lastSeenMs = nowMs;
    if (!isStillThere) this.onRead(text);
  }
}
