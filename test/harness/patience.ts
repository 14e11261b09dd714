/** How long tests wait for what must come, such as a frame: far longer than it takes, since a machine may be busy. */
export const PATIENCE_MS = 90_000;
