/** A failure as a person reads it: its own sentences are English, so in another language its kind is said first. */
import { useTranslation } from 'react-i18next';
import type { Failure } from '../contracts/failure';

export function FailureWords({ code, message, advice }: Pick<Failure, 'code' | 'message' | 'advice'>) {
  const { t, i18n } = useTranslation();
  if (i18n.language === 'en') {
    return (
      <>
        <strong>{message}</strong> {advice}
      </>
    );
  }
  return (
    <>
      <strong>{t(`failures.${code}`)}</strong>{' '}
      <span lang="en">
        {message} {advice}
      </span>
    </>
  );
}
