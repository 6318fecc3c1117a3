"""Names that recur in the interface, agreed once in Vietnamese.

A test holds the Vietnamese catalogue to them: where a text has a term, its translation has one of
the forms agreed here, the full one first.
"""

GLOSSARY = {
    # The network and its offices
    "ASEAN Smart Cities Network": ("Mạng lưới đô thị thông minh ASEAN",),
    "network": ("mạng lưới",),
    "ASEAN Secretariat": ("Ban Thư ký ASEAN",),
    "Chair": ("Chủ tịch luân phiên", "Chủ tịch"),
    "Shepherd": ("Quốc gia hướng dẫn",),
    "term": ("nhiệm kỳ",),
    "National Representative": ("Đại diện quốc gia",),
    "Chief Smart City Officer": ("Giám đốc đô thị thông minh",),
    # Its members
    "member city": ("đô thị thành viên",),
    "founding city": ("đô thị sáng lập",),
    "city": ("đô thị", "thành phố", "thủ đô"),
    "country": ("quốc gia", "nước"),
    # What it does
    "annual meeting": ("hội nghị thường niên",),
    "meeting": ("hội nghị",),
    "event": ("sự kiện",),
    "agenda": ("chương trình",),
    "outcome": ("kết quả",),
    "partner": ("đối tác",),
    "partnership": ("quan hệ đối tác",),
    "proposal": ("đề xuất",),
    # What it works by
    "ASEAN Smart Cities Framework": ("Khung đô thị thông minh ASEAN",),
    "framework": ("khung",),
    "document": ("văn kiện",),
    "terms of reference": ("điều khoản tham chiếu",),
    "concept note": ("tài liệu ý tưởng",),
    "toolkit": ("bộ công cụ",),
    "action plan": ("kế hoạch hành động",),
    "vision": ("tầm nhìn",),
    "target": ("mục tiêu",),
    "focus area": ("lĩnh vực trọng tâm",),
    "project": ("dự án",),
    "objective": ("mục tiêu",),
    "support sought": ("hỗ trợ cần thiết",),
    "monitoring and evaluation report": ("báo cáo giám sát và đánh giá",),
    "monitoring report": ("báo cáo giám sát",),
    "monitoring": ("giám sát",),
    "indicator": ("chỉ số",),
    # The record itself
    "source": ("nguồn",),
    "version": ("phiên bản",),
    "revision": ("bản sửa đổi",),
    "draft": ("bản nháp",),
}
