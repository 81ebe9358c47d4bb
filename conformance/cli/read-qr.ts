/** Whether a module is dark, row by row. */
type Modules = readonly (readonly boolean[])[];

/** The masks of ISO/IEC 18004, by their number: whether one turns the module of a row and a column. */
const MASKS: readonly ((row: number, column: number) => boolean)[] = [
  (row, column) => (row + column) % 2 === 0,
  (row) => row % 2 === 0,
  (_, column) => column % 3 === 0,
  (row, column) => (row + column) % 3 === 0,
  (row, column) => (Math.floor(row / 2) + Math.floor(column / 3)) % 2 === 0,
  (row, column) => ((row * column) % 2) + ((row * column) % 3) === 0,
  (row, column) => (((row * column) % 2) + ((row * column) % 3)) % 2 === 0,
  (row, column) => (((row + column) % 2) + ((row * column) % 3)) % 2 === 0,
];

/**
 * The text in a QR code that a terminal shows in half blocks, light on dark, with two light modules around it. It reads
 * versions 2 and 3 with one block of bytes, which is what a short address takes, and corrects nothing: a terminal adds no noise.
 */
export function readQR(screen: string): string {
  const lines = screen.split('\n').filter((line) => /^[█▀▄ ]{20,}$/.test(line) && line.startsWith('█'));
  const modules = modulesIn(lines);
  const size = modules.length;
  if (size !== 25 && size !== 29) throw new Error(`no QR code of version 2 or 3: ${size} modules`);
  return textIn(bitsIn(modules));
}

function modulesIn(lines: readonly string[]): Modules {
  const isDark = (character: string, light: string): boolean => character !== '█' && character !== light;
  const rows = lines.flatMap((line) => ['▀', '▄'].map((light) => Array.from(line, (one) => isDark(one, light))));
  const [first = []] = rows;
  const size = first.length - 4;
  return rows.slice(2, 2 + size).map((row) => row.slice(2, 2 + size));
}

/** The bits of the data, in the order in which they are read: upwards and downwards in pairs of columns, from the right. */
function bitsIn(modules: Modules): boolean[] {
  const size = modules.length;
  const at = (row: number, column: number): boolean => modules[row]?.[column] === true;
  const format = [2, 3, 4].map((column) => at(8, column));
  // The format is masked itself, here with 101.
  const mask = MASKS[format.reduce((sum, bit) => sum * 2 + Number(bit), 0) ^ 0b101];
  if (mask === undefined) throw new Error('no such mask');
  const bits: boolean[] = [];
  let isUpwards = true;
  for (let right = size - 1; right > 0; right -= right === 8 ? 3 : 2) {
    for (let step = 0; step < size; step += 1) {
      const row = isUpwards ? size - 1 - step : step;
      for (const column of [right, right - 1])
        if (!isFixed(row, column, size)) bits.push(at(row, column) !== mask(row, column));
    }
    isUpwards = !isUpwards;
  }
  return bits;
}

/** Whether a module belongs to the pattern that cameras look for, and holds no data. */
function isFixed(row: number, column: number, size: number): boolean {
  const isCorner = (row < 9 && (column < 9 || column >= size - 8)) || (row >= size - 8 && column < 9);
  const isAlignment = Math.abs(row - (size - 7)) <= 2 && Math.abs(column - (size - 7)) <= 2;
  return isCorner || isAlignment || row === 6 || column === 6;
}

function textIn(bits: readonly boolean[]): string {
  const number = (from: number, length: number): number =>
    bits.slice(from, from + length).reduce((sum, bit) => sum * 2 + Number(bit), 0);
  if (number(0, 4) !== 0b0100) throw new Error('no text in bytes');
  const bytes = Array.from({ length: number(4, 8) }, (_, index) => number(12 + index * 8, 8));
  return Buffer.from(bytes).toString('utf8');
}
