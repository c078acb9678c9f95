/** A count of filters times a width, rounded, at least 1. */
export const scaled = (filters: number, width: number): number => Math.max(1, Math.round(filters * width));
