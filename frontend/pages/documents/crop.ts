/** Cuts a picture to the shape of the rule: drag, pinch by the slider, arrow keys; a guide lies over it. */
const QUALITY = 0.92;
const SCALE = 3; // the photo is kept three times as fine as the rule asks
const STEP = 0.03;

interface View {
  x: number; // of the picture's middle, in parts of the frame
  y: number;
  zoom: number;
}

export class Crop {
  private readonly canvas: HTMLCanvasElement;
  private readonly zoom: HTMLInputElement;
  private picture: ImageBitmap | null = null;
  private view: View = { x: 0.5, y: 0.5, zoom: 1 };

  private constructor(private readonly box: HTMLElement, canvas: HTMLCanvasElement, zoom: HTMLInputElement, size: [number, number]) {
    this.canvas = canvas;
    this.zoom = zoom;
    canvas.width = size[0] * SCALE;
    canvas.height = size[1] * SCALE;
    zoom.addEventListener("input", () => this.look({ zoom: Number(zoom.value) }));
    canvas.addEventListener("pointerdown", (event) => canvas.setPointerCapture(event.pointerId));
    canvas.addEventListener("pointermove", (event) => {
      if (event.buttons === 0) return;
      this.look({ x: this.view.x + event.movementX / canvas.clientWidth, y: this.view.y + event.movementY / canvas.clientHeight });
    });
    canvas.addEventListener("keydown", (event) => this.key(event));
  }

  static in(form: HTMLFormElement): Crop | null {
    const box = form.querySelector<HTMLElement>("[data-crop-box]");
    const canvas = box?.querySelector("canvas");
    const zoom = box?.querySelector<HTMLInputElement>("[data-crop-zoom]");
    const [width, height] = (form.dataset["crop"] ?? "").split("x").map(Number);
    return box && canvas && zoom && width && height ? new Crop(box, canvas, zoom, [width, height]) : null;
  }

  /** Lets the person cut; answers the photo, or null when the person leaves it. */
  async cut(file: File): Promise<Blob | null> {
    this.picture = await createImageBitmap(file, { imageOrientation: "from-image" });
    this.zoom.value = "1";
    this.view = { x: 0.5, y: 0.5, zoom: 1 };
    this.box.hidden = false;
    this.look({});
    this.canvas.focus();
    const isUsed = await this.chosen();
    this.box.hidden = true;
    return isUsed ? new Promise((done) => this.canvas.toBlob(done, "image/jpeg", QUALITY)) : null;
  }

  private chosen(): Promise<boolean> {
    return new Promise((done) => {
      const answer = (selector: string, isUsed: boolean): void =>
        this.box.querySelector<HTMLElement>(selector)?.addEventListener("click", () => done(isUsed), { once: true });
      answer("[data-crop-use]", true);
      answer("[data-crop-leave]", false);
    });
  }

  private key(event: KeyboardEvent): void {
    const moves: Record<string, Partial<View>> = {
      ArrowLeft: { x: this.view.x - STEP },
      ArrowRight: { x: this.view.x + STEP },
      ArrowUp: { y: this.view.y - STEP },
      ArrowDown: { y: this.view.y + STEP },
      "+": { zoom: this.view.zoom * 1.1 },
      "-": { zoom: this.view.zoom / 1.1 },
    };
    const move = moves[event.key];
    if (!move) return;
    event.preventDefault();
    this.look(move);
    this.zoom.value = String(this.view.zoom);
  }

  /** Draws the picture where it is looked at; it always covers the whole frame. */
  private look(change: Partial<View>): void {
    const { canvas, picture } = this;
    const pen = canvas.getContext("2d");
    if (!picture || !pen) return;
    const zoom = Math.min(5, Math.max(1, change.zoom ?? this.view.zoom));
    const scale = Math.max(canvas.width / picture.width, canvas.height / picture.height) * zoom;
    const [width, height] = [picture.width * scale, picture.height * scale];
    const within = (middle: number, size: number, frame: number): number => {
      const half = size / frame / 2;
      return Math.min(half, Math.max(1 - half, middle));
    };
    this.view = { zoom, x: within(change.x ?? this.view.x, width, canvas.width), y: within(change.y ?? this.view.y, height, canvas.height) };
    pen.fillStyle = "#fff";
    pen.fillRect(0, 0, canvas.width, canvas.height);
    pen.drawImage(picture, this.view.x * canvas.width - width / 2, this.view.y * canvas.height - height / 2, width, height);
  }
}
