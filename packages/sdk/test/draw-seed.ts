/** The seed of a random test: another each time, or the one that the environment has as `SEED`. It is printed. */
export function drawSeed(of: string): number {
  const wanted = process.env['SEED'] || undefined;
  const seed = Number(wanted ?? Math.floor(Math.random() * 2 ** 31));
  if (!Number.isInteger(seed)) throw new RangeError('SEED is no whole number');
  process.stdout.write(`seed of ${of}: ${seed} (with SEED=${seed} it is the same again)\n`);
  return seed;
}
