// Draws every figure.chart of the page. Options come as JSON beside each figure; colours named "$name" are the style sheet's --c-name,
// formats named "@name" are below. Values from data are only ever shown as text.
(() => {
  'use strict';
  const page = document.documentElement;
  const money = { prefix: page.dataset.moneyPrefix || '', suffix: page.dataset.moneySuffix || '' };
  const escape = text => String(text).replace(/[&<>"']/g, c => ({ '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' })[c]);
  const short = n => {
    const size = Math.abs(n);
    const digits = (value, unit) => (Math.round(value * 10) / 10).toLocaleString('en-US') + unit;
    const text = size >= 1e9 ? digits(size / 1e9, 'bn') : size >= 1e6 ? digits(size / 1e6, 'm') : size >= 1e4 ? digits(size / 1e3, 'k')
      : size.toLocaleString('en-US', { maximumFractionDigits: size < 1 ? 4 : 2 });
    return (n < 0 ? '\u2212' : '') + text;
  };
  const formats = {
    money: n => (n < 0 ? '\u2212' : '') + money.prefix + short(Math.abs(n)) + money.suffix,
    count: n => short(n),
    percent: n => (Math.round(n * 1000) / 10) + ' %',
    tip: item => lines(Array.isArray(item) ? (item.find(i => i.data && i.data.tip) || {}).data : item.data),
  };
  const lines = data => data && data.tip ? data.tip.split('\n').map((line, i) => i ? escape(line) : '<b>' + escape(line) + '</b>').join('<br>') : '';

  const colour = name => getComputedStyle(page).getPropertyValue('--c-' + name).trim();
  const colourKeys = new Set(['color', 'borderColor', 'backgroundColor', 'fillerColor', 'shadowColor']);
  const formatKeys = new Set(['formatter', 'valueFormatter']);
  const resolve = (value, key) => {
    if (typeof value === 'string') {
      if (colourKeys.has(key) && value[0] === '$') return colour(value.slice(1));
      if (formatKeys.has(key) && value[0] === '@') return formats[value.slice(1)];
      return value;
    }
    if (Array.isArray(value)) return value.map(v => resolve(v, key));
    if (value && typeof value === 'object') return Object.fromEntries(Object.entries(value).map(([k, v]) => [k, resolve(v, k)]));
    return value;
  };

  const figures = [...document.querySelectorAll('figure.chart')].map(figure => {
    const plot = figure.querySelector('.plot');
    const views = JSON.parse(figure.querySelector('.chart-data').textContent);
    const state = { figure, plot, views, view: 0, chart: echarts.init(plot, null, { renderer: 'svg' }) };
    figure.addEventListener('change', event => {
      if (event.target.name !== 'view-' + figure.dataset.chart) return;
      state.view = Number(event.target.value);
      figure.querySelectorAll('details.behind').forEach(d => { d.hidden = d.dataset.view !== String(state.view); });
      draw(state);
    });
    const tools = document.createElement('p');
    tools.className = 'tools';
    tools.append(button('Data as CSV', () => save(figure.dataset.chart + '.csv', 'text/csv', csv(figure, state.view))),
      button('Picture as SVG', () => save(figure.dataset.chart + '.svg', 'image/svg+xml', new XMLSerializer().serializeToString(plot.querySelector('svg')))));
    figure.append(tools);
    return state;
  });

  function draw(state) {
    const option = resolve(state.views[state.view]);
    if (state.printing && option.dataZoom) { option.dataZoom = []; }
    if (option.series[0].type === 'heatmap' && plotWidth(state) / option.xAxis.data.length < 26) {
      option.series[0].data.forEach(cell => { delete cell.label; });
    }
    option.textStyle = Object.assign({ fontFamily: getComputedStyle(document.body).fontFamily }, option.textStyle);
    state.chart.setOption(option, true);
  }

  const plotWidth = state => (state.printing ? 660 : state.plot.clientWidth) - 110;

  function button(text, act) {
    const element = document.createElement('button');
    element.type = 'button';
    element.textContent = text;
    element.addEventListener('click', act);
    return element;
  }

  function save(name, type, text) {
    const link = document.createElement('a');
    link.href = URL.createObjectURL(new Blob([text], { type: type + ';charset=utf-8' }));
    link.download = name;
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 1000);
  }

  // The rule of scores.csv: a text that a spreadsheet could take for a formula, or that begins with an apostrophe, gets one apostrophe in front.
  function csv(figure, view) {
    const cell = c => {
      if (c.dataset.v !== undefined) return c.dataset.v;
      const text = /^[=+\-@\t\r\n'\uFF1D\uFF0B\uFF0D\uFF20]/.test(c.textContent) ? "'" + c.textContent : c.textContent;
      return /[",\r\n]/.test(text) ? '"' + text.replace(/"/g, '""') + '"' : text;
    };
    return [...figure.querySelectorAll('details[data-view="' + view + '"] tr')].map(r => [...r.cells].map(cell).join(',')).join('\n') + '\n';
  }

  const all = () => figures.forEach(draw);
  all();
  new ResizeObserver(() => figures.forEach(s => { if (!s.printing) { s.chart.resize(); if (s.views[0].series[0].type === 'heatmap') draw(s); } })).observe(document.body);

  // Paper: a fixed width, light colours, no zoom strips; back to the screen afterwards.
  const press = on => {
    page.classList.toggle('printing', on);
    figures.forEach(s => {
      s.printing = on;
      if (on) s.chart.resize({ width: 660 }); else s.chart.resize({ width: 'auto' });
      draw(s);
    });
  };
  addEventListener('beforeprint', () => press(true));
  addEventListener('afterprint', () => press(false));

  const themes = ['system', 'light', 'dark'];
  const pick = document.querySelector('#theme');
  if (pick) {
    pick.addEventListener('change', () => { page.dataset.theme = themes.includes(pick.value) ? pick.value : 'system'; all(); });
  }
  matchMedia('(prefers-color-scheme: dark)').addEventListener('change', all);
})();
