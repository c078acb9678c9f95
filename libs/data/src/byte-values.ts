/** What a byte stands for: value ÷ 255. */
export const BYTE_VALUES = Float32Array.from({ length: 256 }, (_, byte) => byte / 255);
