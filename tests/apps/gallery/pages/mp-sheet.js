Page({ data: { show: false, buttons: [{ text: '取消' }, { text: '确定' }] }, open() { this.setData({ show: true }) } })
