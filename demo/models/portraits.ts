type Pen = CanvasRenderingContext2D | OffscreenCanvasRenderingContext2D;

/** A person in the built-in picture: place, size and colors. Lengths are fractions of the picture's. */
interface Sitter {
  readonly x: number;
  readonly y: number;
  readonly size: number;
  readonly skin: readonly [light: string, shade: string];
  readonly hair: string;
  readonly clothes: string;
  readonly iris: string;
  readonly hasLongHair: boolean;
}

const SITTERS: readonly Sitter[] = [
  {
    x: 0.24,
    y: 0.46,
    size: 0.2,
    skin: ['#f3cdae', '#bf8660'],
    hair: '#3b2417',
    clothes: '#35506b',
    iris: '#4a3524',
    hasLongHair: true,
  },
  {
    x: 0.55,
    y: 0.4,
    size: 0.23,
    skin: ['#b27a50', '#6f432a'],
    hair: '#15100d',
    clothes: '#8a3b32',
    iris: '#1f130c',
    hasLongHair: false,
  },
  {
    x: 0.83,
    y: 0.5,
    size: 0.17,
    skin: ['#f0c4a0', '#b17c55'],
    hair: '#8d877f',
    clothes: '#4b5a3f',
    iris: '#3c5664',
    hasLongHair: false,
  },
];

/** Draws three people who sway a little. The same `seconds` give the same picture. */
export function drawPortraits(pen: Pen, width: number, height: number, seconds: number): void {
  const wall = pen.createLinearGradient(0, 0, width, height);
  wall.addColorStop(0, '#b9b4a6');
  wall.addColorStop(1, '#7f8588');
  pen.fillStyle = wall;
  pen.fillRect(0, 0, width, height);
  SITTERS.forEach((sitter, index) => {
    const sway = Math.sin(seconds * 0.7 + index * 2.1);
    pen.save();
    pen.translate(
      sitter.x * width + sway * width * 0.012,
      sitter.y * height + Math.abs(sway) * height * 0.01,
    );
    pen.scale(sitter.size * height, sitter.size * height);
    drawSitter(pen, sitter, sway, seconds + index * 1.7);
    pen.restore();
  });
}

/** Draws a person. The origin is the middle of the face, and half its height is 1. */
function drawSitter(pen: Pen, sitter: Sitter, sway: number, seconds: number): void {
  const [light, shade] = sitter.skin;
  pen.fillStyle = sitter.clothes;
  oval(pen, 0, 2.5, 1.75, 1.35);
  if (sitter.hasLongHair) {
    pen.fillStyle = sitter.hair;
    oval(pen, 0, 0.1, 0.98, 1.35);
  }
  pen.fillStyle = shade;
  pen.fillRect(-0.3, 0.6, 0.6, 0.9);
  pen.rotate(sway * 0.05);
  pen.fillStyle = sitter.hair;
  oval(pen, 0, -0.3, 0.86, 0.95);
  pen.fillStyle = shade;
  oval(pen, -0.74, 0.05, 0.12, 0.22);
  oval(pen, 0.74, 0.05, 0.12, 0.22);
  const face = pen.createRadialGradient(-0.18, -0.2, 0.1, 0, 0.05, 1.1);
  face.addColorStop(0, light);
  face.addColorStop(0.65, light);
  face.addColorStop(1, shade);
  pen.fillStyle = face;
  oval(pen, 0, 0.06, 0.74, 0.98);
  pen.fillStyle = sitter.hair;
  pen.beginPath();
  pen.ellipse(0, -0.42, 0.77, 0.62, 0, Math.PI, 2 * Math.PI);
  pen.quadraticCurveTo(0.3, -0.62, -0.77, -0.42);
  pen.fill();
  for (const side of [-1, 1]) drawEye(pen, sitter, side, seconds);
  drawNoseAndMouth(pen, shade);
}

function drawEye(pen: Pen, { skin, iris, hair }: Sitter, side: number, seconds: number): void {
  const x = side * 0.3;
  const isBlinking = seconds % 4 < 0.12;
  pen.globalAlpha = 0.45;
  pen.fillStyle = skin[1];
  oval(pen, x, -0.12, 0.22, 0.15);
  pen.globalAlpha = 1;
  pen.fillStyle = '#f4efe8';
  oval(pen, x, -0.08, 0.15, isBlinking ? 0.01 : 0.075);
  if (!isBlinking) {
    pen.fillStyle = iris;
    oval(pen, x, -0.08, 0.075, 0.075);
    pen.fillStyle = '#060505';
    oval(pen, x, -0.08, 0.038, 0.038);
    pen.fillStyle = '#fff';
    oval(pen, x - 0.03, -0.11, 0.016, 0.016);
  }
  line(pen, '#2a1a12', 0.035, [x - 0.16, -0.07], [x, -0.19], [x + 0.16, -0.07]);
  line(pen, hair, 0.07, [x - side * 0.15, -0.27], [x, -0.36], [x + side * 0.2, -0.27]);
}

function drawNoseAndMouth(pen: Pen, shade: string): void {
  pen.globalAlpha = 0.55;
  pen.fillStyle = shade;
  oval(pen, 0.05, 0.22, 0.12, 0.1);
  line(pen, shade, 0.05, [0.04, -0.12], [0.1, 0.1], [0.12, 0.22]);
  pen.globalAlpha = 0.8;
  pen.fillStyle = '#3b1d16';
  oval(pen, -0.06, 0.29, 0.035, 0.02);
  oval(pen, 0.06, 0.29, 0.035, 0.02);
  pen.globalAlpha = 1;
  pen.fillStyle = '#a4524a';
  pen.beginPath();
  pen.moveTo(-0.27, 0.53);
  pen.quadraticCurveTo(-0.08, 0.46, 0, 0.49);
  pen.quadraticCurveTo(0.08, 0.46, 0.27, 0.53);
  pen.quadraticCurveTo(0, 0.74, -0.27, 0.53);
  pen.fill();
  line(pen, '#5c231f', 0.025, [-0.26, 0.53], [0, 0.57], [0.26, 0.53]);
  pen.globalAlpha = 0.35;
  pen.fillStyle = shade;
  oval(pen, 0, 0.78, 0.2, 0.05);
  pen.globalAlpha = 1;
}

type Point = readonly [x: number, y: number];

function line(pen: Pen, color: string, width: number, from: Point, through: Point, to: Point): void {
  pen.strokeStyle = color;
  pen.lineWidth = width;
  pen.lineCap = 'round';
  pen.beginPath();
  pen.moveTo(...from);
  pen.quadraticCurveTo(...through, ...to);
  pen.stroke();
}

function oval(pen: Pen, x: number, y: number, halfWidth: number, halfHeight: number): void {
  pen.beginPath();
  pen.ellipse(x, y, halfWidth, halfHeight, 0, 0, 2 * Math.PI);
  pen.fill();
}
