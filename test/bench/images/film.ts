/** What the camera of the bench shows: a frame of this size that stands still, in shades of gray. */
export const FILM = { width: 640, height: 480 };

/** Brightness of a pixel of the film as it is coded, 16 to 235. */
export const filmLuma = (x: number, y: number) => 16 + ((x * 3 + y * 5 + ((x * y) >> 5)) % 220);
