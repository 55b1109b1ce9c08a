'use strict';

function startChat() {
  const log = byId('chat-log');
  const name = byId('chat-name');
  const path = () => 'chat' + (name.value ? '?name=' + encodeURIComponent(name.value) : '');
  const link = new Link(path, byId('chat-state'), byId('chat-form').querySelector('button'), (data) => {
    if (typeof data !== 'string') {
      add(log, 'note', `(${data.byteLength} bytes)`);
    } else if (data.startsWith('* ')) {
      add(log, 'note', data.slice(2));
    } else {
      // Names hold no colon, so the first one ends the name.
      const colon = data.indexOf(': ');
      add(log, '', strong(data.slice(0, colon)), data.slice(colon));
    }
  });
  onSubmit(byId('chat-form'), byId('chat-line'), (text) => link.send(text));
  byId('name-form').addEventListener('submit', (event) => {
    event.preventDefault();
    link.connect();
    byId('chat-line').focus();
  });
}

function startEcho() {
  const log = byId('echo-log');
  let sent = [];
  const show = (data) => {
    const began = sent.shift();
    const time = began === undefined ? '' : ` in ${(performance.now() - began).toFixed(1)} ms`;
    add(log, '', strong('back' + time), ': ' + data);
  };
  // What a lost connection owed will not come any more.
  const path = () => {
    sent = [];
    return 'echo';
  };
  const link = new Link(path, byId('echo-state'), byId('echo-form').querySelector('button'), show);
  onSubmit(byId('echo-form'), byId('echo-line'), (text) => {
    const gone = link.send(text);
    if (gone) {
      sent.push(performance.now());
    }
    return gone;
  });
}

startChat();
startEcho();
