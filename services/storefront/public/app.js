import { getProducts } from './api.js';
import { change, startBasket } from './basket.js';
import { byId, element, money, show } from './dom.js';
import { addOrder, loadOrders } from './orders.js';

async function loadProducts() {
  const list = byId('product-list');
  try {
    const { currency, products } = await getProducts();
    list.replaceChildren(...products.map((/** @type {any} */ product) => card(product, currency)));
  } catch (error) {
    const region = element('li', { className: 'wide', role: 'status' });
    list.replaceChildren(region);
    show(region, 'bad', /** @type {Error} */ (error).message, { label: 'Try again', run: loadProducts });
  }
}

/** @param {any} product @param {string} currency */
function card(product, currency) {
  return element(
    'li',
    { className: 'card product' },
    element('img', { src: `/products/${product.productId}.svg`, alt: '', width: 320, height: 200 }),
    element('h3', {}, product.name),
    element('p', {}, product.description),
    element(
      'div',
      { className: 'product-foot' },
      element('span', { className: 'price' }, money(product.priceCents, currency)),
      element(
        'button',
        {
          type: 'button',
          className: 'primary',
          'aria-label': `Add ${product.name} to the basket`,
          onclick: () => change(product, 1),
        },
        'Add',
      ),
    ),
  );
}

startBasket(addOrder);
byId('more-orders').addEventListener('click', loadOrders);
loadProducts();
loadOrders();
