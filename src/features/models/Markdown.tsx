/** Shows a model card: headings, paragraphs, lists and tables of Markdown as text nodes, so that no HTML in it can run. */
import type { ReactNode } from 'react';
import styles from './ModelsScreen.module.css';

export function Markdown({ text }: { readonly text: string }) {
  const body = text.replace(/^---\n[\s\S]*?\n---\n/, '');
  const blocks = body.split(/\n{2,}/).filter((block) => block.trim() !== '');
  return (
    <div className={styles['card']}>
      {blocks.map((block, index) => (
        <Block key={index} text={block.trim()} />
      ))}
    </div>
  );
}

function Block({ text }: { readonly text: string }) {
  const heading = /^(#+) (.*)$/.exec(text);
  if (heading) return <h3>{inline(heading[2] ?? '')}</h3>;
  const lines = text.split('\n');
  if (lines.every((line) => line.startsWith('|'))) return <Table lines={lines} />;
  if (lines.every((line) => line.startsWith('- '))) {
    return (
      <ul className={styles['list']}>
        {lines.map((line) => (
          <li key={line}>{inline(line.slice(2))}</li>
        ))}
      </ul>
    );
  }
  return <p>{inline(text)}</p>;
}

function Table({ lines }: { readonly lines: readonly string[] }) {
  const rows = lines.filter((line) => !/^[|\s:-]+$/.test(line)).map((line) => line.split('|').slice(1, -1));
  const [head = [], ...body] = rows;
  return (
    <table>
      <thead>
        <tr>
          {head.map((cell, i) => (
            <th key={i}>{inline(cell.trim())}</th>
          ))}
        </tr>
      </thead>
      <tbody>
        {body.map((row, i) => (
          <tr key={i}>
            {row.map((cell, k) => (
              <td key={k}>{inline(cell.trim())}</td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}

/** `**strong**` and `` `code` ``; everything else is plain text. */
function inline(text: string): ReactNode[] {
  return text.split(/(\*\*[^*]+\*\*|`[^`]+`)/).map((part, index) => {
    if (part.startsWith('**')) return <strong key={index}>{part.slice(2, -2)}</strong>;
    if (part.startsWith('`')) return <code key={index}>{part.slice(1, -1)}</code>;
    return part;
  });
}
