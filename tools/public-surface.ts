import { join } from 'node:path';
import ts from 'typescript';
import { root } from './repository.js';

/** Exports of a package's doors, and methods of its exported classes, that no TSDoc sentence explains. */
export function undocumented(project: string, doors: readonly string[]): string[] {
  const program = load(project, doors);
  const checker = program.getTypeChecker();
  return doors.flatMap((door) => {
    const file = program.getSourceFile(join(root, door));
    const module = file === undefined ? undefined : checker.getSymbolAtLocation(file);
    if (module === undefined) throw new Error(`${door} is not a module of ${project}`);
    const surface = new Surface(checker);
    surface.look(module, '');
    return surface.silent.map((name) => `${door}: ${name}`);
  });
}

function load(project: string, doors: readonly string[]): ts.Program {
  const path = join(root, project);
  const read = ts.readConfigFile(path, (name) => ts.sys.readFile(name));
  const { options } = ts.parseJsonConfigFileContent(read.config, ts.sys, join(path, '..'));
  return ts.createProgram({ rootNames: doors.map((door) => join(root, door)), options });
}

class Surface {
  readonly silent: string[] = [];
  readonly #seen = new Set<ts.Symbol>();
  readonly #checker: ts.TypeChecker;

  constructor(checker: ts.TypeChecker) {
    this.#checker = checker;
  }

  /** Looks at every export of a module, and through the namespaces it exports. */
  look(module: ts.Symbol, path: string): void {
    for (const exported of this.#checker.getExportsOfModule(module)) {
      const symbol = exported.flags & ts.SymbolFlags.Alias ? this.#checker.getAliasedSymbol(exported) : exported;
      if (this.#seen.has(symbol)) continue;
      this.#seen.add(symbol);
      const name = path + exported.name;
      if (symbol.flags & ts.SymbolFlags.ValueModule) this.look(symbol, `${name}.`);
      else this.#listen(symbol, name);
    }
  }

  #listen(symbol: ts.Symbol, name: string): void {
    if (!this.#isExplained(symbol)) this.silent.push(name);
    if ((symbol.flags & ts.SymbolFlags.Class) === 0) return;
    for (const member of symbol.members?.values() ?? []) {
      if (isPublicMethod(member) && !this.#isExplained(member)) this.silent.push(`${name}.${member.name}`);
    }
  }

  #isExplained(symbol: ts.Symbol): boolean {
    return symbol.getDocumentationComment(this.#checker).length > 0;
  }
}

function isPublicMethod(member: ts.Symbol): boolean {
  const declaration = member.declarations?.[0];
  if (declaration === undefined || !ts.isMethodDeclaration(declaration) || !ts.isIdentifier(declaration.name))
    return false;
  const hidden = ts.ModifierFlags.Private | ts.ModifierFlags.Protected | ts.ModifierFlags.Override;
  return (ts.getCombinedModifierFlags(declaration) & hidden) === 0;
}
