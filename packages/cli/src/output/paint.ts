/** Text in colours, or as it is. */
export interface Paint {
  readonly bold: (text: string) => string;
  readonly dim: (text: string) => string;
  readonly green: (text: string) => string;
  readonly yellow: (text: string) => string;
  readonly red: (text: string) => string;
  /** White on black, whatever the terminal's own colours are. */
  readonly onBlack: (text: string) => string;
}

/** The colours of a terminal, or none. */
export function paint(hasColor: boolean): Paint {
  const between = (open: string, close: string) => (text: string) =>
    hasColor ? `\u001B[${open}m${text}\u001B[${close}m` : text;
  return {
    bold: between('1', '22'),
    dim: between('2', '22'),
    green: between('32', '39'),
    yellow: between('33', '39'),
    red: between('31', '39'),
    onBlack: between('97;40', '39;49'),
  };
}
