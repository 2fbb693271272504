/** Help beside a control. */
import { useTranslation } from 'react-i18next';
import { Help } from '../../ui/Help';

export function HelpOn({ name, words }: { readonly name: string; readonly words: string }) {
  const { t } = useTranslation();
  return <Help label={t('app.helpOn', { name })}>{words}</Help>;
}
