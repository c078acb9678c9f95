/** Reads values of one type that a file of weights may hold, as float32. `bytes`: little-endian, aligned or not. */
export type FloatReader = (bytes: Uint8Array) => Float32Array;

const view = (bytes: Uint8Array): DataView => new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);

const reader =
  (width: number, valueAt: (data: DataView, at: number) => number): FloatReader =>
  (bytes) => {
    const data = view(bytes);
    return Float32Array.from({ length: bytes.byteLength / width }, (_, i) => valueAt(data, width * i));
  };

/** Sign, 5 bits of exponent, 10 of fraction (IEEE 754-2008, binary16). */
function halfAt(data: DataView, at: number): number {
  const bits = data.getUint16(at, true);
  const sign = bits & 0x8000 ? -1 : 1;
  const exponent = (bits >> 10) & 0x1f;
  const fraction = bits & 0x3ff;
  if (exponent === 0x1f) return fraction === 0 ? sign * Infinity : NaN;
  return exponent === 0 ? sign * fraction * 2 ** -24 : sign * (1 + fraction / 0x400) * 2 ** (exponent - 15);
}

/** The upper half of a float32. */
function brainAt(data: DataView, at: number): number {
  scratch.setUint32(0, data.getUint16(at, true) << 16);
  return scratch.getFloat32(0);
}
const scratch = new DataView(new ArrayBuffer(4));

/** Floating-point types of safetensors; the wider one is rounded. */
export const FLOAT_READERS: Readonly<Record<string, FloatReader>> = {
  F64: reader(8, (data, at) => data.getFloat64(at, true)),
  F32: (bytes) => new Float32Array(new Uint8Array(bytes).buffer),
  F16: reader(2, halfAt),
  BF16: reader(2, brainAt),
};
