import assert from 'node:assert/strict';
import {test} from 'node:test';

import {isUnheard} from '../../slack/emulator/page/absent_app.js';

const session = {
  app: {bot_user: 'UBOT'},
  channels: new Map([
    ['CWITH', {kind: 'public', members: ['U1', 'UBOT']}],
    ['CWITHOUT', {kind: 'public', members: ['U1']}],
    ['D1', {kind: 'im', members: ['U1', 'U2']}],
  ]),
};

test('whoever calls the app where it is not hears that it does not hear', () => {
  const rows = [
    [{do: 'post', channel: 'CWITHOUT', text: 'help <@UBOT> please'}, true],
    [{do: 'react', channel: 'CWITHOUT', name: 'ticket'}, true],
    [{do: 'post', channel: 'CWITHOUT', text: 'help <@U1>'}, false],
    [{do: 'react', channel: 'CWITHOUT', name: 'birthday'}, false],
    [{do: 'post', channel: 'CWITH', text: '<@UBOT>'}, false],
    [{do: 'post', channel: 'D1', text: '<@UBOT>'}, false],
    [{do: 'post', channel: 'CGONE', text: '<@UBOT>'}, false],
    [{do: 'post', channel: 'CWITHOUT'}, false],
  ];
  for (const [verb, want] of rows) assert.equal(isUnheard(verb, session), want, JSON.stringify(verb));
});
