/** A shell that completes what is typed. */
export type Shell = 'bash' | 'zsh' | 'fish';

/** A word that may be typed, and what it is for. */
export interface Word {
  readonly word: string;
  readonly about: string;
}

/** What is typed behind a flag: a path, something of one's own, or one of these. */
export type Value = 'file' | 'text' | readonly string[];

/** A flag, and what stands behind it; undefined where nothing does. */
export interface Flag extends Word {
  readonly short: string | undefined;
  readonly value: Value | undefined;
}

/** What may follow a command. */
export interface Place {
  /** Commands as they are typed: `home`, `home switch`. The program itself is empty. */
  readonly path: string;
  readonly commands: readonly Word[];
  /** What its first argument may be, where only some things may. */
  readonly choices: readonly string[];
  /** Its own flags. */
  readonly flags: readonly Flag[];
}

/** All that may be typed. */
export interface Grammar {
  readonly places: readonly Place[];
  /** Flags that go with every command. */
  readonly everywhere: readonly Flag[];
}

/** A script that makes a shell complete commands, flags and their values. It runs nothing of ours while somebody types. */
export function completionFor(shell: Shell, grammar: Grammar): string {
  switch (shell) {
    case 'bash':
      return bash(grammar);
    case 'zsh':
      return zsh(grammar);
    case 'fish':
      return fish(grammar);
  }
}

const joined = (words: readonly Word[]): string => words.map(({ word }) => word).join(' ');

const quoted = (text: string): string => `'${text.replaceAll("'", String.raw`'\''`)}'`;

/** A place and a word behind it, as the scripts put them together. */
const behind = (path: string, word: string): string => quoted(`${path} ${word}`);

/** How a shell finds out where it is: a command enters a place, and a flag with a value swallows the next word. */
function stepsOf({ places, everywhere }: Grammar): string {
  const entered = places
    .filter(({ path }) => path !== '')
    .map(({ path }) => {
      const [, before = '', word = ''] = /^(?:(.*) )?(\S+)$/.exec(path) ?? [];
      return `      ${behind(before, word)}) place=${quoted(path)} ;;`;
    });
  const swallowing = [
    ...everywhere.filter(({ value }) => value).map(({ word }) => `*${quoted(` ${word}`)}`),
    ...valued(places).map(({ path, flag }) => behind(path, flag.word)),
  ];
  return [...entered, `      ${swallowing.join(' | ')}) flag=$word ;;`].join('\n');
}

function valued(places: readonly Place[]): { readonly path: string; readonly flag: Flag }[] {
  return places.flatMap(({ path, flags }) => flags.filter(({ value }) => value).map((flag) => ({ path, flag })));
}

/** What stands behind a flag; nothing is said of those that take anything. */
function valuesOf({ places }: Grammar, say: (value: Exclude<Value, 'text'>) => string): string {
  return valued(places)
    .flatMap(({ path, flag: { word, value } }) =>
      value === undefined || value === 'text' ? [] : [`      ${behind(path, word)}) ${say(value)} ;;`],
    )
    .join('\n');
}

function bash(grammar: Grammar): string {
  const cases = grammar.places.map(
    ({ path, commands, choices, flags }) =>
      `      ${quoted(path)}) words=${quoted([joined(commands), ...choices].join(' ').trim())} flags=${quoted(joined(flags))} ;;`,
  );
  return String.raw`# bash completion for ticketstub
_ticketstub() {
  local current="${'$'}{COMP_WORDS[COMP_CWORD]}" place='' flag='' word words='' flags='' action=-W
  local -i at
  for ((at = 1; at < COMP_CWORD; at++)); do
    word="${'$'}{COMP_WORDS[at]}"
    # To bash, --flag=value is three words.
    if [[ $word == '=' ]]; then continue; fi
    if [[ -n $flag ]]; then flag=''; continue; fi
    case "$place $word" in
${stepsOf(grammar)}
    esac
  done
  if [[ $current == '=' ]]; then current=''; fi
  if [[ -n $flag ]]; then
    case "$place $flag" in
${valuesOf(grammar, (value) => (value === 'file' ? 'action=-f' : `words=${quoted(value.join(' '))}`))}
    esac
  else
    case "$place" in
${cases.join('\n')}
    esac
    if [[ $current == -* || -z $words ]]; then words="$flags ${joined(grammar.everywhere)}"; fi
  fi
  COMPREPLY=()
  if [[ $action == -f ]]; then
    compopt -o filenames 2>/dev/null
    while IFS= read -r word; do COMPREPLY+=("$word"); done < <(compgen -f -- "$current")
  else
    while IFS= read -r word; do COMPREPLY+=("$word"); done < <(compgen -W "$words" -- "$current")
  fi
}
complete -F _ticketstub ticketstub
`;
}

function zsh(grammar: Grammar): string {
  const entry = ({ word, about }: Word): string => quoted(`${word}:${about.replace(/[\\:]/g, String.raw`\$&`)}`);
  const entries = (words: readonly Word[]): string => words.map(entry).join(' ');
  const cases = grammar.places.map(({ path, commands, choices, flags }) => {
    const following = [entries(commands), ...choices.map(quoted)].join(' ').trim();
    return `      ${quoted(path)}) following=(${following}); flags=(${entries(flags)}) ;;`;
  });
  return String.raw`#compdef ticketstub
# zsh completion for ticketstub
_ticketstub() {
  local place='' flag='' word
  local -a following flags
  for word in "${'$'}{(@)words[2,CURRENT-1]}"; do
    if [[ -n $flag ]]; then flag=''; continue; fi
    case "$place $word" in
${stepsOf(grammar)}
    esac
  done
  if [[ -z $flag && $PREFIX == --*=* ]]; then
    flag="${'$'}{PREFIX%%=*}"
    compset -P '*='
  fi
  if [[ -n $flag ]]; then
    case "$place $flag" in
${valuesOf(grammar, (value) => (value === 'file' ? '_files' : `compadd -- ${value.map(quoted).join(' ')}`))}
      *) _message 'a value of your own' ;;
    esac
    return
  fi
  case "$place" in
${cases.join('\n')}
  esac
  flags+=(${entries(grammar.everywhere)})
  if [[ $PREFIX == -* || ${'$'}{#following} -eq 0 ]]; then
    _describe -o 'flag' flags
  else
    _describe 'command' following
  fi
}
if [[ $funcstack[1] == _ticketstub ]]; then
  _ticketstub "$@"
else
  compdef _ticketstub ticketstub
fi
`;
}

function fish({ places, everywhere }: Grammar): string {
  const text = (words: string): string => `'${words.replace(/['\\]/g, String.raw`\$&`)}'`;
  const at = (path: string): string => ` -n ${text(`__ticketstub_at ${text(path)}`)}`;
  const behindFlag = (value: Value | undefined): string => {
    if (value === undefined) return '';
    if (value === 'file') return ' -r -F';
    return value === 'text' ? ' -x' : ` -x -a ${text(value.join(' '))}`;
  };
  const flagLine = ({ word, short, about, value }: Flag, where: string): string =>
    `complete -c ticketstub${where}${short ? ` -s ${short.slice(1)}` : ''} -l ${word.slice(2)}${behindFlag(value)} -d ${text(about)}`;
  const lines = places.flatMap(({ path, commands, choices, flags }) => [
    ...commands.map(({ word, about }) => `complete -c ticketstub${at(path)} -a ${word} -d ${text(about)}`),
    ...choices.map((word) => `complete -c ticketstub${at(path)} -a ${word}`),
    ...flags.map((flag) => flagLine(flag, at(path))),
  ]);
  const swallowing = [
    ...everywhere.filter(({ value }) => value).map(({ word }) => `'* ${word}'`),
    ...valued(places).map(({ path, flag }) => `'${path} ${flag.word}'`),
  ];
  return String.raw`# fish completion for ticketstub
function __ticketstub_at
    set -l place ''
    set -l flag ''
    for word in (commandline -opc)[2..-1]
        if test -n "$flag"
            set flag ''
            continue
        end
        switch "$place $word"
            case ${places.flatMap(({ path }) => (path === '' ? [] : [`'${path.includes(' ') ? path : ` ${path}`}'`])).join(' ')}
                set place (string trim "$place $word")
            case ${swallowing.join(' ')}
                set flag $word
        end
    end
    test "$place" = "$argv"
end
complete -c ticketstub -f
${[...lines, ...everywhere.map((flag) => flagLine(flag, ''))].join('\n')}
`;
}
