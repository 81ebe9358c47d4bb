/** A shell that completes what is typed. */
export type Shell = 'bash' | 'zsh' | 'fish';

/** What may follow a command. */
export interface Words {
  /** Commands as they are typed: `home`, `home switch`. The program itself is empty. */
  readonly path: string;
  readonly about: string;
  readonly commands: readonly Word[];
  readonly flags: readonly Word[];
}

/** A word that may be typed, and what it is for. */
export interface Word {
  readonly word: string;
  readonly about: string;
}

/** A script that makes a shell complete commands and flags. It runs nothing of ours while somebody types. */
export function completionFor(shell: Shell, all: readonly Words[]): string {
  switch (shell) {
    case 'bash':
      return bash(all);
    case 'zsh':
      return zsh(all);
    case 'fish':
      return fish(all);
  }
}

const wordsOf = (words: readonly Word[]): string => words.map(({ word }) => word).join(' ');

function bash(all: readonly Words[]): string {
  const cases = all.map(({ path, commands, flags }) => `    '${path}') words='${wordsOf([...commands, ...flags])}' ;;`);
  return `# bash completion for ticketstub
_ticketstub() {
  local current="\${COMP_WORDS[COMP_CWORD]}" path='' word words=''
  for word in "\${COMP_WORDS[@]:1:COMP_CWORD-1}"; do
    case "$path $word" in
${all
  .filter(({ path }) => path !== '')
  .map(({ path }) => `      '${path.includes(' ') ? '' : ' '}${path}') path='${path}' ;;`)
  .join('\n')}
    esac
  done
  case "$path" in
${cases.join('\n')}
  esac
  mapfile -t COMPREPLY < <(compgen -W "$words" -- "$current")
}
complete -F _ticketstub ticketstub
`;
}

function zsh(all: readonly Words[]): string {
  const entry = ({ word, about }: Word): string => `'${word}:${about.replace(/['\\]/g, '').replace(/:/g, '\\:')}'`;
  const cases = all.map(
    ({ path, commands, flags }) => `    '${path}') words=(${[...commands, ...flags].map(entry).join(' ')}) ;;`,
  );
  return `#compdef ticketstub
# zsh completion for ticketstub
_ticketstub() {
  local place='' word
  local -a words_typed words
  words_typed=("\${(@)words[2,CURRENT-1]}")
  for word in "\${words_typed[@]}"; do
    case "$place $word" in
${all
  .filter(({ path }) => path !== '')
  .map(({ path }) => `      '${path.includes(' ') ? '' : ' '}${path}') place='${path}' ;;`)
  .join('\n')}
    esac
  done
  words=()
  case "$place" in
${cases.join('\n')}
  esac
  _describe 'ticketstub' words
}
compdef _ticketstub ticketstub
`;
}

function fish(all: readonly Words[]): string {
  const quoted = (text: string): string => `'${text.replace(/['\\]/g, '\\$&')}'`;
  const lines = all.flatMap(({ path, commands, flags }) => {
    const typed = path.split(' ').filter(Boolean);
    const within = typed.map((word) => `__fish_seen_subcommand_from ${word}`).join('; and ');
    const names = wordsOf(commands);
    const isNext =
      names === '' ? within : [within, `not __fish_seen_subcommand_from ${names}`].filter(Boolean).join('; and ');
    return [
      ...commands.map(
        ({ word, about }) => `complete -c ticketstub -f -n ${quoted(isNext)} -a ${word} -d ${quoted(about)}`,
      ),
      ...flags.map(
        ({ word, about }) =>
          `complete -c ticketstub${within ? ` -n ${quoted(within)}` : ''} -l ${word.replace(/^-+/, '')} -d ${quoted(about)}`,
      ),
    ];
  });
  return `# fish completion for ticketstub\n${lines.join('\n')}\n`;
}
