/** Small files that go along with a message. */

import {element} from '../blocks/dom.js';
import {sentContent} from '../file_content.js';
import {icon} from '../ui/icons.js';

const largest = 200_000;
const atMost = 5;

/**
 * @param {{onChange: () => void, problem: (text: string) => void}} how
 * @returns {{element: HTMLElement, choose: () => void, files: () => object[], clear: () => void}}
 */
export function createAttached({onChange, problem}) {
  let files = [];
  const input = element('input', {type: 'file', multiple: true, hidden: true, 'aria-label': 'Attach files'});
  const shown = element('div', {class: 'attached'});
  const draw = () => {
    shown.replaceChildren(
      ...files.map((file) =>
        element(
          'span',
          {class: 'attached-file'},
          icon('file', 16),
          element('span', {}, file.name),
          element(
            'button',
            {
              type: 'button',
              class: 'icon-button',
              'aria-label': `Remove ${file.name}`,
              onclick: () => {
                files = files.filter((each) => each !== file);
                draw();
              },
            },
            icon('close', 12),
          ),
        ),
      ),
    );
    onChange();
  };
  const add = async (chosen) => {
    for (const file of chosen) {
      if (file.size > largest) problem(`${file.name} is too large for this workspace: 200 kB at most.`);
      else if (files.length >= atMost) problem(`${atMost} files at most go with one message.`);
      else files.push({name: file.name, mimetype: file.type || 'text/plain', ...(await sentContent(file))});
    }
    draw();
  };
  input.addEventListener('change', async () => {
    await add([...input.files]);
    input.value = '';
  });
  return {
    element: element('div', {class: 'attached-line'}, input, shown),
    choose: () => input.click(),
    files: () => files,
    clear() {
      files = [];
      draw();
    },
  };
}
