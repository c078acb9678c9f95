type Numbers = Float32Array | Float64Array | Uint32Array;

/** Numbers that come one after the other, in a typed array that is made twice as long when it is full. */
export class GrowingArray<Values extends Numbers> {
  #values: Values;
  #length = 0;

  constructor(private readonly make: (length: number) => Values) {
    this.#values = make(1_024);
  }

  get length(): number {
    return this.#length;
  }

  push(value: number): void {
    if (this.#length === this.#values.length) {
      const larger = this.make(2 * this.#length);
      larger.set(this.#values);
      this.#values = larger;
    }
    this.#values[this.#length++] = value;
  }

  /** A copy of just what came. */
  take(): Values {
    return this.#values.slice(0, this.#length) as Values;
  }
}
