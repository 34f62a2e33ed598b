"""The operations of the API, generated from its description by ``make client``: not to be edited."""

from __future__ import annotations

from service.client.base import Operation

ASK = Operation("ask", "POST", "/api/ask", frozenset())
"""Trả lời một câu hỏi kèm trích dẫn, hoặc từ chối kèm bằng chứng gần nhất."""
SEARCH = Operation(
    "search",
    "GET",
    "/api/search",
    frozenset(
        [
            "commune",
            "document",
            "facets",
            "issuer",
            "k",
            "level",
            "mark",
            "mode",
            "offset",
            "province",
            "q",
            "type",
            "year",
        ]
    ),
)
"""Các đoạn gần nghĩa nhất, vì sao tìm được, và các cách thu hẹp."""
SUGGEST = Operation("suggest", "GET", "/api/suggest", frozenset(["limit", "q"]))
"""Tên nơi, chỉ tiêu, số ký hiệu, đề mục trong kho, nối tiếp chữ đang gõ."""
PHRASE = Operation("phrase", "POST", "/api/phrase", frozenset())
"""Trả lời như `/api/ask`, kèm lời diễn đạt của mô hình ngôn ngữ, từng câu đã đối chiếu với trích dẫn."""
PRECEDENTS = Operation("precedents", "POST", "/api/precedents", frozenset())
"""Câu mẫu cho một đoạn, một yêu cầu hoặc cả dự thảo, gom thành biến thể, đánh dấu chỗ khác."""
WORDINGS_FILE = Operation("wordings_file", "POST", "/api/precedents/wordings.docx", frozenset())
"""Các câu mẫu đã chọn, dạng Word, mỗi câu kèm nguồn."""
CHECK_DRAFT = Operation("check_draft", "POST", "/api/precedents/draft", frozenset(["limit"]))
"""Cả dự thảo: câu mẫu từng đoạn, bố cục, căn cứ; tệp không được đưa vào kho."""
COMPARE_DOCUMENTS = Operation("compare_documents", "GET", "/api/versions", frozenset(["new", "old"]))
"""So hai văn bản theo mục, theo đoạn, theo dữ kiện."""
LIST_DOCUMENTS = Operation("list_documents", "GET", "/api/documents", frozenset())
"""Các tài liệu đang giữ."""
UPLOAD_DOCUMENTS = Operation("upload_documents", "POST", "/api/documents", frozenset(["collection", "job", "policy"]))
"""Nhận tệp và nạp ở phía sau; theo dõi bằng /api/jobs/{id}."""
GET_DOCUMENT = Operation("get_document", "GET", "/api/documents/{id}", frozenset())
"""Một tài liệu: toàn văn, mục lục, chỉ tiêu, nhiệm vụ, dẫn chiếu."""
REMOVE_DOCUMENT = Operation("remove_document", "DELETE", "/api/documents/{id}", frozenset())
"""Gỡ một tài liệu cùng mọi dữ kiện rút ra từ nó."""
LIST_VERSIONS = Operation("list_versions", "GET", "/api/documents/{id}/versions", frozenset())
"""Mọi bản đã biết của một tài liệu, cũ trước; bản đang giữ đứng cuối và không có ngày bị thay."""
GET_VERSION = Operation("get_version", "GET", "/api/documents/{id}/versions/{name}", frozenset())
"""Một bản của tài liệu, gọi bằng số thứ tự hoặc bằng 8 chữ đầu mã băm của nó."""
DOCUMENT_CHANGES = Operation("document_changes", "GET", "/api/documents/{id}/changes", frozenset())
"""Bản đang giữ khác bản trước nó ở đâu: mục, đoạn, dữ kiện."""
LIST_JOBS = Operation("list_jobs", "GET", "/api/jobs", frozenset())
"""Các lần nạp gần đây, cùng những lần còn chờ quyết định."""
GET_JOB = Operation("get_job", "GET", "/api/jobs/{id}", frozenset())
"""Một lần nạp tệp đang tới đâu."""
FILE_CHANGES = Operation("file_changes", "GET", "/api/jobs/{id}/files/{number}/changes", frozenset())
"""Tệp đang chờ quyết định khác văn bản đã có ở đâu."""
DECIDE_FILE = Operation("decide_file", "POST", "/api/jobs/{id}/files/{number}", frozenset())
"""Trả lời cho một tệp đang chờ: thay văn bản đã có, giữ cả hai, hoặc không nạp."""
RETRY_JOB = Operation("retry_job", "POST", "/api/jobs/{id}/retry", frozenset())
"""Nạp tiếp lần nạp bị lỗi."""
CITATION_GRAPH = Operation("citation_graph", "GET", "/api/graph", frozenset(["document", "least", "mentions"]))
"""Văn bản nào thực hiện, căn cứ văn bản nào; văn bản được dẫn mà chưa có trong kho."""
PAGE_IMAGE = Operation("page_image", "GET", "/api/documents/{id}/pages/{page}.png", frozenset(["v"]))
"""Ảnh một trang của tệp gốc (PDF, ảnh quét)."""
SPAN_PLACES = Operation("span_places", "GET", "/api/documents/{id}/places", frozenset(["end", "start"]))
"""Chỗ in của một đoạn trên các trang, theo tỉ lệ trang."""
ORIGINAL_FILE = Operation("original_file", "GET", "/api/documents/{id}/original", frozenset())
"""Tệp gốc như khi nạp, luôn để tải về."""
NEAR_PASSAGES = Operation("near_passages", "GET", "/api/documents/{id}/neighbours", frozenset(["end", "k", "start"]))
"""Các đoạn gần nhất trong những văn bản khác."""
FOLLOW_PERMALINK = Operation(
    "follow_permalink", "GET", "/api/tl/{work}", frozenset(["ban", "doan", "khop", "tep", "trich"])
)
"""Một địa chỉ bền (/tl/…, thêm /api ở trước) nay dẫn tới đâu."""
PERMALINK_OF = Operation("permalink_of", "GET", "/api/documents/{id}/permalink", frozenset(["end", "start"]))
"""Địa chỉ bền của một tài liệu, hoặc của một đoạn trong bản đang giữ."""
AKOMA_NTOSO_OF = Operation("akoma_ntoso_of", "GET", "/api/documents/{id}/akn.xml", frozenset(["version"]))
"""Văn bản dạng Akoma Ntoso 3.0 (LegalDocML): cấu trúc, dẫn chiếu, nguyên văn."""
TARGET_TABLE = Operation("target_table", "GET", "/api/targets.csv", frozenset())
"""Mọi chỉ tiêu dạng CSV on the Web; cột là gì: targets.csv-metadata.json."""
TARGET_TABLE_DESCRIBED = Operation("target_table_described", "GET", "/api/targets.csv-metadata.json", frozenset())
"""Mô tả bảng chỉ tiêu theo CSV on the Web: cột, kiểu, tên tiếng Việt và tiếng Anh."""
TARGETS = Operation("targets", "GET", "/api/targets", frozenset(["document", "key"]))
"""Chỉ tiêu, theo tài liệu và theo khóa chỉ tiêu."""
TASKS = Operation("tasks", "GET", "/api/tasks", frozenset(["document"]))
"""Nhiệm vụ giao trong các phụ lục và trong phần lời."""
DUTIES = Operation("duties", "GET", "/api/duties", frozenset(["document"]))
"""Ai báo cáo, làm gì, cho ai, khi nào."""
REFERENCES = Operation("references", "GET", "/api/references", frozenset(["document"]))
"""Các văn bản được dẫn chiếu."""
OBLIGATIONS = Operation(
    "obligations",
    "GET",
    "/api/obligations",
    frozenset(
        [
            "body",
            "dated",
            "document",
            "due",
            "kind",
            "level",
            "limit",
            "offset",
            "overdue",
            "place",
            "rhythm",
            "role",
            "sort",
            "text",
        ]
    ),
)
"""Nhiệm vụ và trách nhiệm của mọi văn bản: ai, việc gì, hạn nào."""
OBLIGATIONS_FILE_OF = Operation(
    "obligations_file_of",
    "GET",
    "/api/obligations.{form}",
    frozenset(
        ["body", "dated", "document", "due", "kind", "level", "overdue", "place", "rhythm", "role", "sort", "text"]
    ),
)
"""Đúng những việc ấy dạng xlsx, csv hoặc ics."""
TARGETS_TABLE = Operation(
    "targets_table",
    "GET",
    "/api/targets-table",
    frozenset(["document", "group", "indicator", "level", "place", "text", "year"]),
)
"""Chỉ tiêu theo văn bản: mỗi dòng một chỉ tiêu, mỗi cột một văn bản."""
TARGETS_TABLE_FILE = Operation(
    "targets_table_file",
    "GET",
    "/api/targets-table.{form}",
    frozenset(["document", "group", "indicator", "level", "place", "text", "year"]),
)
"""Đúng bảng ấy dạng xlsx, csv hoặc ics."""
RUN_AUDIT = Operation("run_audit", "GET", "/api/audit", frozenset(["document", "frame", "off"]))
"""Đối chiếu kế hoạch với khung và với chính nó; mỗi phát hiện, mỗi ô kèm trích dẫn."""
AUDIT_RULES = Operation("audit_rules", "GET", "/api/audit/rules", frozenset())
"""Các quy tắc kiểm tra: tên (để tắt bằng ``off``), nội dung, nguồn của yêu cầu."""
DECIDE_FINDING = Operation("decide_finding", "POST", "/api/audit/findings/{finding}", frozenset())
"""Ghi nhận hoặc bỏ qua một phát hiện; còn nguyên khi nạp lại văn bản."""
ALIVE = Operation("alive", "GET", "/healthz", frozenset())
"""Tiến trình còn sống."""
READY = Operation("ready", "GET", "/readyz", frozenset())
"""Mô hình và chỉ mục đã mở, có tài liệu, trả lời được."""
MEASUREMENTS = Operation("measurements", "GET", "/metrics", frozenset())
"""Số lượt gọi và thời gian trả lời, dạng Prometheus."""
