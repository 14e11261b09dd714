/** Any 2-D drawing context of a canvas, on or off screen. */
type Pen = CanvasRenderingContext2D | OffscreenCanvasRenderingContext2D;

/** Ridges from far to near: height above the water, roughness, color. */
const RIDGES = [
  { rise: 0.3, rough: 0.05, color: '#8fa6b8', seed: 1 },
  { rise: 0.22, rough: 0.09, color: '#5d7a8c', seed: 5 },
  { rise: 0.12, rough: 0.07, color: '#33505c', seed: 9 },
] as const;

const HORIZON = 0.58;

/**
 * Draws the built-in picture: hills, water and a sailing boat, with soft and hard edges in every direction.
 * The same `seconds` give the same picture.
 */
export function drawScene(pen: Pen, width: number, height: number, seconds: number): void {
  const horizon = height * HORIZON;
  drawSky(pen, width, horizon, seconds);
  RIDGES.forEach((ridge, depth) => {
    drawRidge(pen, width, height, ridge, seconds * (depth + 1) * 0.012);
  });
  drawWater(pen, width, height, seconds);
  drawBoat(pen, width * (0.5 + 0.28 * Math.sin(seconds * 0.21)), height * 0.74, height * 0.34, seconds);
  drawBirds(pen, width, height, seconds);
  drawJetty(pen, width, height);
}

function drawSky(pen: Pen, width: number, horizon: number, seconds: number): void {
  const sky = pen.createLinearGradient(0, 0, 0, horizon);
  sky.addColorStop(0, '#2f5f8f');
  sky.addColorStop(0.7, '#e9b384');
  sky.addColorStop(1, '#f8dfb0');
  pen.fillStyle = sky;
  pen.fillRect(0, 0, width, horizon);
  pen.fillStyle = '#fff4d6';
  disc(pen, width * (0.7 + 0.08 * Math.sin(seconds * 0.1)), horizon * 0.55, width * 0.06);
}

function drawRidge(
  pen: Pen,
  width: number,
  height: number,
  ridge: (typeof RIDGES)[number],
  shift: number,
): void {
  const horizon = height * HORIZON;
  const profile = (x: number) => {
    const u = (x / width + shift + ridge.seed) * Math.PI * 2;
    const waves = Math.sin(u * 1.3) * 0.5 + Math.abs(Math.sin(u * 2.1)) * 0.9 + Math.sin(u * 7.3) * 0.14;
    return horizon - height * (ridge.rise * 0.45 + ridge.rough * waves);
  };
  pen.fillStyle = ridge.color;
  pen.beginPath();
  pen.moveTo(0, horizon);
  for (let x = 0; x <= width; x += 4) pen.lineTo(x, profile(x));
  pen.lineTo(width, horizon);
  pen.fill();
}

function drawWater(pen: Pen, width: number, height: number, seconds: number): void {
  const horizon = height * HORIZON;
  const water = pen.createLinearGradient(0, horizon, 0, height);
  water.addColorStop(0, '#d9b48c');
  water.addColorStop(0.35, '#4d7d8f');
  water.addColorStop(1, '#14323f');
  pen.fillStyle = water;
  pen.fillRect(0, horizon, width, height - horizon);
  pen.fillStyle = 'rgb(255 240 210 / 0.34)';
  for (let row = 0; row < 26; row++) {
    const depth = row / 26;
    const y = horizon + (height - horizon) * depth ** 1.4;
    const length = width * (0.02 + 0.07 * depth);
    for (let n = 0; n < 7; n++) {
      const drift = seconds * (8 + 30 * depth) + n * width * 0.163 + row * width * 0.377;
      const x = (drift % (width + 2 * length)) - length;
      pen.fillRect(x, y, length * (0.4 + 0.6 * Math.abs(Math.sin(row * 2.3 + n))), 1 + 2 * depth);
    }
  }
}

function drawBoat(pen: Pen, x: number, y: number, size: number, seconds: number): void {
  pen.save();
  pen.translate(x, y + Math.sin(seconds * 1.7) * size * 0.03);
  pen.rotate(Math.sin(seconds * 1.1) * 0.06);
  triangle(pen, '#f5f1e6', [0, -size], [0, -size * 0.08], [size * 0.42, -size * 0.08]);
  triangle(
    pen,
    '#c8452f',
    [-size * 0.04, -size * 0.86],
    [-size * 0.04, -size * 0.08],
    [-size * 0.3, -size * 0.08],
  );
  pen.fillStyle = '#2a1c16';
  pen.fillRect(-size * 0.025, -size * 1.02, size * 0.025, size);
  pen.beginPath();
  pen.moveTo(-size * 0.4, 0);
  pen.lineTo(size * 0.5, 0);
  pen.quadraticCurveTo(size * 0.36, size * 0.16, size * 0.2, size * 0.16);
  pen.lineTo(-size * 0.26, size * 0.16);
  pen.fill();
  pen.restore();
}

function drawBirds(pen: Pen, width: number, height: number, seconds: number): void {
  pen.strokeStyle = '#1c2a33';
  pen.lineWidth = Math.max(1, height / 220);
  for (let bird = 0; bird < 5; bird++) {
    const x = ((seconds * 22 + bird * 61) % (width * 1.2)) - width * 0.1;
    const y = height * (0.14 + 0.045 * ((bird * 3) % 5));
    const flap = Math.sin(seconds * 6 + bird * 2) * height * 0.012;
    pen.beginPath();
    pen.moveTo(x - height * 0.02, y - flap);
    pen.lineTo(x, y);
    pen.lineTo(x + height * 0.02, y - flap);
    pen.stroke();
  }
}

/** Planks in the foreground: fine, regular lines. */
function drawJetty(pen: Pen, width: number, height: number): void {
  const top = height * 0.86;
  pen.fillStyle = '#3a2a20';
  pen.fillRect(0, top, width * 0.34, height - top);
  pen.fillStyle = '#a98a68';
  const plank = width / 64;
  for (let x = 0; x < width * 0.335; x += plank) pen.fillRect(x, top, plank * 0.72, (height - top) * 0.6);
}

function disc(pen: Pen, x: number, y: number, radius: number): void {
  pen.beginPath();
  pen.arc(x, y, radius, 0, Math.PI * 2);
  pen.fill();
}

type Point = readonly [x: number, y: number];

function triangle(pen: Pen, color: string, a: Point, b: Point, c: Point): void {
  pen.fillStyle = color;
  pen.beginPath();
  pen.moveTo(...a);
  pen.lineTo(...b);
  pen.lineTo(...c);
  pen.fill();
}
