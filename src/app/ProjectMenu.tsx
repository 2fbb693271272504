/** The name of the project in the header, and behind it all projects. */
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useStore } from 'zustand';
import type { Project } from '../contracts/projects';
import { useProjects } from '../state/context';
import { Button, IconButton } from '../ui/Button';
import { FileButton } from '../ui/FileButton';
import { Icon } from '../ui/Icon';
import { saveFile } from '../ui/saveFile';
import { useDialog } from '../ui/useDialog';
import styles from './App.module.css';

export function ProjectMenu() {
  const { t } = useTranslation();
  const projects = useProjects();
  const { projects: all, current, work } = useStore(projects.store);
  const [isOpen, setOpen] = useState(false);
  const dialog = useDialog(isOpen);
  const name = all.find(({ id }) => id === current)?.name ?? '';
  return (
    <>
      <Button
        look="quiet"
        className={styles['project']}
        aria-haspopup="dialog"
        title={t('projects.current', { name })}
        onClick={() => setOpen(true)}
      >
        <span>{name}</span>
      </Button>
      <dialog ref={dialog} className={styles['sheet']} aria-label={t('projects.all')} onClose={() => setOpen(false)}>
        <h1>{t('projects.all')}</h1>
        <ul className={styles['projects']}>
          {all.map((project) => (
            <ProjectRow
              key={project.id}
              project={project}
              isCurrent={project.id === current}
              onOpen={() => {
                setOpen(false);
                void projects.open(project.id);
              }}
              onRemove={() => void projects.remove(project.id)}
            />
          ))}
        </ul>
        {work && work.total > 0 && (
          <progress value={work.done} max={work.total} aria-label={t(`projects.work.${work.kind}`)} />
        )}
        <div className={styles['sheetFoot']}>
          <Button
            onClick={() => {
              setOpen(false);
              void projects.create(t('projects.untitled'));
            }}
          >
            {t('projects.create')}
          </Button>
          <FileButton
            accept=".inlay,.zip"
            onFiles={([file]) => {
              if (file) void projects.importFile(file);
            }}
          >
            {t('projects.import')}
          </FileButton>
          <Button onClick={() => setOpen(false)}>{t('app.close')}</Button>
        </div>
      </dialog>
    </>
  );
}

function ProjectRow({
  project,
  isCurrent,
  onOpen,
  onRemove,
}: {
  readonly project: Project;
  readonly isCurrent: boolean;
  readonly onOpen: () => void;
  readonly onRemove: () => void;
}) {
  const { t } = useTranslation();
  const projects = useProjects();
  const [name, setName] = useState<string | null>(null);
  const { id } = project;
  const save = async (): Promise<void> => {
    const file = await projects.exportFile(id);
    if (file) saveFile(`${project.name}.inlay`, 'application/zip', file);
  };
  return (
    <li {...(isCurrent ? { 'aria-current': true as const } : {})}>
      {name === null ? (
        <Button look="quiet" onClick={onOpen} disabled={isCurrent}>
          {project.name}
          <small>{project.dataset?.name ?? t('projects.noDataset')}</small>
        </Button>
      ) : (
        <input
          aria-label={t('projects.name')}
          value={name}
          autoFocus
          onChange={(event) => setName(event.target.value)}
          onBlur={() => {
            void projects.rename(id, name);
            setName(null);
          }}
          onKeyDown={(event) => {
            if (event.key === 'Enter') event.currentTarget.blur();
          }}
        />
      )}
      <span className={styles['projectActions']}>
        <IconButton
          label={t('projects.rename', { name: project.name })}
          icon={<Icon name="more" />}
          onClick={() => setName(project.name)}
        />
        <IconButton
          label={t('projects.duplicate', { name: project.name })}
          icon={<Icon name="similar" />}
          onClick={() => void projects.duplicate(id)}
        />
        <IconButton
          label={t('projects.export', { name: project.name })}
          icon={<Icon name="down" />}
          onClick={() => void save()}
        />
        <IconButton
          label={t('projects.remove', { name: project.name })}
          icon={<Icon name="clear" />}
          onClick={onRemove}
        />
      </span>
    </li>
  );
}
