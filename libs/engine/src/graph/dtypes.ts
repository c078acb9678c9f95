/** TensorFlow's numbers of the dtypes that graphs of ours hold (types.proto). */
export const DT = { float32: 1, int32: 3, int64: 9, bool: 10 } as const;
