/** "Open folder" and "Open zip". */
import { useRef } from 'react';
import { useTranslation } from 'react-i18next';
import type { DatasetSource } from '../../contracts/dataset';
import { useStudio } from '../../state/context';
import { Button, type ButtonProps } from '../../ui/Button';
import { fromList, pickFolder, pickZip, type Picked } from '../../state/dataset/pickers';

export function OpenButtons({ look = 'normal' }: { readonly look?: NonNullable<ButtonProps['look']> }) {
  const { t } = useTranslation();
  const { dataset } = useStudio();
  const folder = useRef<HTMLInputElement>(null);
  const zip = useRef<HTMLInputElement>(null);
  const open = (source: DatasetSource | null): void => {
    if (source) void dataset.open(source);
  };
  const pick = async (picker: () => Promise<Picked>, plain: HTMLInputElement | null): Promise<void> => {
    const picked = await picker();
    if (picked === 'missing') plain?.click();
    else if (picked !== 'cancelled') open(picked);
  };
  return (
    <>
      <Button look={look} onClick={() => void pick(pickFolder, folder.current)}>
        {t('dataset.opening.folder')}
      </Button>
      <Button onClick={() => void pick(pickZip, zip.current)}>{t('dataset.opening.zip')}</Button>
      <input
        ref={folder}
        type="file"
        hidden
        {...{ webkitdirectory: '' }}
        onChange={(event) => {
          open(fromList([...(event.target.files ?? [])]));
          event.target.value = '';
        }}
      />
      <input
        ref={zip}
        type="file"
        hidden
        accept=".zip,application/zip"
        onChange={(event) => {
          const [file] = event.target.files ?? [];
          open(file ? { kind: 'zip', file, handle: null } : null);
          event.target.value = '';
        }}
      />
    </>
  );
}
