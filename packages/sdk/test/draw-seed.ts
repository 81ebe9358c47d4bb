/** The seed of a random test: the one that the environment has as `SEED`, else the usual one, else another each time. It is printed. */
export function drawSeed(of: string, usual: number = Math.floor(Math.random() * 2 ** 31)): number {
  const seed = Number(process.env['SEED'] || usual);
  if (!Number.isInteger(seed)) throw new RangeError('SEED is no whole number');
  process.stdout.write(`seed of ${of}: ${seed} (with SEED=${seed} it is the same again)\n`);
  return seed;
}
