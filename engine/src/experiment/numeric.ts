/** The place between `from` and `to` at which `goesOn` turns false. */
export function bisect(from: number, to: number, goesOn: (at: number) => boolean): number {
  let [near, far] = [from, to];
  for (let round = 0; round < 60; round += 1) {
    const middle = (near + far) / 2;
    if (goesOn(middle)) near = middle;
    else far = middle;
  }
  return (near + far) / 2;
}

/** ln Σ exp(term), without overflow. */
export function lnSumExp(terms: readonly number[]): number {
  const most = Math.max(...terms);
  return most + Math.log(terms.reduce((sum, term) => sum + Math.exp(term - most), 0));
}
