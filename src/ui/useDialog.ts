/** A dialog in front of everything else, shown while it is open. */
import { useEffect, useRef, type RefObject } from 'react';

/** @returns what the dialog's `ref` is to be */
export function useDialog(isOpen: boolean): RefObject<HTMLDialogElement | null> {
  const dialog = useRef<HTMLDialogElement>(null);
  useEffect(() => {
    if (isOpen) dialog.current?.showModal();
    else dialog.current?.close();
  }, [isOpen]);
  return dialog;
}
