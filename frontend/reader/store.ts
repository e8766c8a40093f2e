/** What the reader keeps on the phone: its token, and scans that the server has not confirmed. */
import type { Direction } from "./decision";

export interface PendingScan {
  id: string;
  credential: string;
  direction: Direction;
  scanned_at: string;
  /** Set when the server refused to keep it; it stays here for a person to look at. */
  problem?: string;
}

const NAME = "rifada-reader";

function asked<T>(request: IDBRequest<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error ?? new Error(NAME));
  });
}

function finished(transaction: IDBTransaction): Promise<void> {
  return new Promise((resolve, reject) => {
    transaction.oncomplete = () => resolve();
    transaction.onabort = () => reject(transaction.error ?? new Error(NAME));
  });
}

export class Store {
  private constructor(private readonly database: IDBDatabase) {}

  static async open(): Promise<Store> {
    const request = indexedDB.open(NAME, 1);
    request.onupgradeneeded = () => {
      request.result.createObjectStore("pending", { keyPath: "id" });
      request.result.createObjectStore("settings");
    };
    return new Store(await asked(request));
  }

  /** Resolves when the scan is on the disk, not merely on its way there. */
  async keep(scan: PendingScan): Promise<void> {
    const transaction = this.database.transaction("pending", "readwrite", { durability: "strict" });
    transaction.objectStore("pending").put(scan);
    await finished(transaction);
  }

  async forget(ids: readonly string[]): Promise<void> {
    const transaction = this.database.transaction("pending", "readwrite");
    for (const id of ids) transaction.objectStore("pending").delete(id);
    await finished(transaction);
  }

  /** All unconfirmed scans, the oldest first: their ids sort by time. */
  pending(): Promise<PendingScan[]> {
    return asked(this.database.transaction("pending").objectStore("pending").getAll());
  }

  async setting(name: string): Promise<string | null> {
    const kept: unknown = await asked(this.database.transaction("settings").objectStore("settings").get(name));
    return typeof kept === "string" ? kept : null;
  }

  async set(name: string, value: string | null): Promise<void> {
    const transaction = this.database.transaction("settings", "readwrite", { durability: "strict" });
    const settings = transaction.objectStore("settings");
    if (value === null) settings.delete(name);
    else settings.put(value, name);
    await finished(transaction);
  }
}
