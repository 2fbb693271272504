/** Ctrl+K: the commands of this screen that can be run now, and the screens, found by a few letters. */
import { useId, useMemo, useState, type KeyboardEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { keyWords } from '../messages';
import type { Command } from '../state/command';
import { COMMANDS, commandLabel } from '../state/commands';
import { useStudio } from '../state/context';
import type { Studio } from '../state/studio';
import { useDialog } from '../ui/useDialog';
import styles from './Palette.module.css';
import { ROUTES, type Route } from './routes';

interface Entry {
  readonly id: string;
  readonly label: string;
  readonly keys: string;
  readonly run: () => void;
}

export function Palette({
  open,
  route,
  onClose,
}: {
  readonly open: boolean;
  readonly route: Route;
  readonly onClose: () => void;
}) {
  const { t } = useTranslation();
  const dialog = useDialog(open);
  return (
    <dialog ref={dialog} className={styles['palette']} aria-label={t('app.palette.name')} onClose={onClose}>
      {open && <Search route={route} onClose={onClose} />}
    </dialog>
  );
}

function Search({ route, onClose }: { readonly route: Route; readonly onClose: () => void }) {
  const { t } = useTranslation();
  const studio = useStudio();
  const id = useId();
  const [text, setText] = useState('');
  const [at, setAt] = useState(0);
  const all = useMemo(() => [...commandsOf(studio, route), ...screensOf(route, t)], [studio, route, t]);
  const found = all.filter(({ label }) => fits(label, text));
  const chosen = found[Math.min(at, found.length - 1)];
  const run = (entry: Entry | undefined): void => {
    if (!entry) return;
    onClose();
    entry.run();
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (event.key === 'Enter') run(chosen);
    else if (step === undefined || found.length === 0) return;
    else setAt((Math.min(at, found.length - 1) + step + found.length) % found.length);
    event.preventDefault();
  };
  return (
    <>
      <input
        role="combobox"
        aria-expanded
        aria-controls={id}
        aria-activedescendant={chosen && `${id}-${chosen.id}`}
        aria-label={t('app.palette.find')}
        placeholder={t('app.palette.find')}
        autoFocus
        value={text}
        onChange={(event) => {
          setText(event.target.value);
          setAt(0);
        }}
        onKeyDown={onKeyDown}
      />
      <ul id={id} role="listbox" aria-label={t('app.palette.name')}>
        {found.map((entry) => (
          <li
            key={entry.id}
            id={`${id}-${entry.id}`}
            ref={entry === chosen ? (row) => row?.scrollIntoView({ block: 'nearest' }) : undefined}
            role="option"
            aria-selected={entry === chosen}
            onClick={() => run(entry)}
          >
            {entry.label} <kbd>{entry.keys}</kbd>
          </li>
        ))}
      </ul>
      {found.length === 0 && <p role="status">{t('app.palette.none')}</p>}
    </>
  );
}

const isOf = ({ screen }: Command, route: Route): boolean => screen === route || screen === 'everywhere';

/** What can be run on this screen now. */
function commandsOf(studio: Studio, route: Route): Entry[] {
  return COMMANDS.filter((command) => isOf(command, route) && command.enabled(studio)).map((command) => ({
    id: command.id,
    label: commandLabel(command.id),
    keys: command.keys.map(keyWords).join(' '),
    run: () => command.run(studio),
  }));
}

function screensOf(route: Route, t: (key: `screens.${Route}`) => string): Entry[] {
  return ROUTES.filter((name) => name !== route).map((name) => ({
    id: `screen-${name}`,
    label: t(`screens.${name}`),
    keys: '',
    run: () => {
      window.location.hash = `#/${name}`;
    },
  }));
}

/** Every word that is typed begins a word of it. */
export function fits(label: string, text: string): boolean {
  const words = label.toLowerCase().split(/[\s:,]+/);
  return text
    .toLowerCase()
    .split(/\s+/)
    .filter(Boolean)
    .every((typed) => words.some((word) => word.startsWith(typed)));
}
