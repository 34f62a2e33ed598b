"""What a model writes about the flagship question: a true sentence and lies."""

TRUE = "Xã Xuân Thành đặt mục tiêu phủ sóng 5G ít nhất 60% đến hết năm 2025 [1]."
SHORT = "Mục tiêu của Xuân Thành là phủ sóng 5G từ 60% địa bàn xã trở lên [1]."
LIE = "Xã Xuân Thành đặt mục tiêu phủ sóng 5G ít nhất 90% đến hết năm 2025 [1]."
MARKUP = "<script>document.title='x'</script> Xã Xuân Thành phủ sóng 5G ít nhất 60% [1]."
