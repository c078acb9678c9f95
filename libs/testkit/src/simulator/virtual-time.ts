/** What a world needs of the machine that it runs on, where digests must be made within the same turn. */
export interface SimPlatform {
  /** Resolves when everything that promises made ready has run, and nothing else is ready. */
  turn(): Promise<void>;
  /** Rejections that nobody handled since the last call. */
  takeEscaped(): readonly unknown[];
}

interface Due {
  readonly atMs: number;
  readonly order: number;
  run: (() => void) | undefined;
}

/** Virtual milliseconds. What is due runs in order of time, then in the order in which it was asked for. */
export class VirtualTime {
  nowMs = 0;
  /** Events that have run. */
  events = 0;
  readonly #heap: Due[] = [];
  #order = 0;

  after(ms: number, run: () => void): () => void {
    const due: Due = { atMs: this.nowMs + Math.max(0, ms), order: this.#order++, run };
    this.#push(due);
    return () => void (due.run = undefined);
  }

  /** Lets time pass until `isOver`, nothing is due any more, or `untilMs`. */
  async pass(turn: () => Promise<void>, untilMs: number, isOver: () => boolean): Promise<void> {
    await turn();
    while (!isOver()) {
      const next = this.#pop();
      if (!next || next.atMs > untilMs) return;
      if (!next.run) continue;
      this.nowMs = Math.max(this.nowMs, next.atMs);
      this.events += 1;
      next.run();
      await turn();
    }
  }

  #push(due: Due): void {
    const heap = this.#heap;
    let at = heap.push(due) - 1;
    while (at > 0) {
      const parent = (at - 1) >> 1;
      if (!isBefore(due, heap[parent] as Due)) break;
      heap[at] = heap[parent] as Due;
      at = parent;
    }
    heap[at] = due;
  }

  #pop(): Due | undefined {
    const heap = this.#heap;
    const top = heap[0];
    const last = heap.pop();
    if (!top || !last || heap.length === 0) return top;
    let at = 0;
    for (let child = 1; child < heap.length; child = 2 * at + 1) {
      if (child + 1 < heap.length && isBefore(heap[child + 1] as Due, heap[child] as Due)) child += 1;
      if (!isBefore(heap[child] as Due, last)) break;
      heap[at] = heap[child] as Due;
      at = child;
    }
    heap[at] = last;
    return top;
  }
}

const isBefore = (a: Due, b: Due): boolean => a.atMs < b.atMs || (a.atMs === b.atMs && a.order < b.order);
