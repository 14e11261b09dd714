import type { HostPicture } from './host_picture.ts';

const CLEAR = 0;
const MARKED = 1;
const JOINED = 2;

/**
 * The last step of Canny's detector, over a whole picture: keeps the pixels of `edges` that are 8-connected to one that
 * `steep` shows too. The others turn black in place; alpha stays.
 */
export function joinEdges(edges: HostPicture, steep: HostPicture): void {
  const marks = marksOf(edges);
  joinMarks(marks, marksOf(steep), edges.width);
  const colorBytes = (edges.pixelBytes / 4) * 3;
  marks.forEach((mark, index) => {
    if (mark === MARKED) edges.data.fill(0, index * edges.pixelBytes, index * edges.pixelBytes + colorBytes);
  });
}

/** Marks the pixels that are not black. An edge is white, and the highest byte of white is not 0 in either format. */
function marksOf({ data, pixelBytes }: HostPicture): Uint8Array {
  const marks = new Uint8Array(data.length / pixelBytes);
  const highest = pixelBytes / 4 - 1;
  for (let index = 0; index < marks.length; index++) {
    marks[index] = data[index * pixelBytes + highest] === 0 ? CLEAR : MARKED;
  }
  return marks;
}

function joinMarks(marks: Uint8Array, steep: Uint8Array, width: number): void {
  const height = marks.length / width;
  const waiting: number[] = [];
  const join = (index: number) => {
    if (marks[index] !== MARKED) return;
    marks[index] = JOINED;
    waiting.push(index);
  };
  for (let seed = 0; seed < marks.length; seed++) {
    if (steep[seed] === MARKED) join(seed);
    for (let index = waiting.pop(); index !== undefined; index = waiting.pop()) {
      const [x, y] = [index % width, Math.floor(index / width)];
      for (let row = Math.max(0, y - 1); row <= Math.min(height - 1, y + 1); row++) {
        for (let column = Math.max(0, x - 1); column <= Math.min(width - 1, x + 1); column++) {
          join(row * width + column);
        }
      }
    }
  }
}
