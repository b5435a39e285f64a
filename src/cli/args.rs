//! The command line, in Vietnamese, as the contract has it.

use crate::lint::finding::Severity;
use crate::text::Date;
use clap::{ArgAction, Args, CommandFactory, Parser, Subcommand, ValueEnum};
use std::path::PathBuf;

const USAGE: &str = "\
{about}

Cách dùng: {usage}

{all-args}";

/// The command line with all its words in Vietnamese, those clap would add in English included.
pub fn command() -> clap::Command {
    let vietnamese = |command: clap::Command| {
        command.help_template(USAGE).mut_args(|arg| {
            let heading = if arg.is_positional() { "Tham số" } else { "Tùy chọn" };
            let takes_value = arg.get_action().takes_values();
            let arg = arg.help_heading(heading);
            if takes_value { arg.hide_default_value(true).hide_possible_values(true) } else { arg }
        })
    };
    let usage = |command: clap::Command, words: &'static str| command.override_usage(words);
    usage(vietnamese(Cli::command()), "vankien [TÙY CHỌN] <LỆNH>")
        .mut_subcommand("lint", |c| usage(vietnamese(c), "vankien lint [TÙY CHỌN] [ĐƯỜNG DẪN]..."))
        .mut_subcommand("new", |c| {
            usage(vietnamese(c), "vankien new [LOẠI]... --unit <ĐƠN VỊ> --term <NHIỆM KỲ> [--data <TỆP>] [-o <THƯ MỤC>]\n           vankien new --unit <ĐƠN VỊ> --term <NHIỆM KỲ> --data-form [-o <THƯ MỤC hoặc TỆP .xlsx, .csv>]")
        })
        .mut_subcommand("convert", |c| usage(vietnamese(c), "vankien convert [TÙY CHỌN] <NGUỒN> <ĐÍCH>"))
        .mut_subcommand("diff", |c| usage(vietnamese(c), "vankien diff [TÙY CHỌN] <BẢN CŨ> <BẢN MỚI>"))
        .mut_subcommand("places", |c| usage(vietnamese(c), "vankien places [TÙY CHỌN] <TÊN>..."))
        .mut_subcommand("overlap", |c| {
            usage(vietnamese(c), "vankien overlap [TÙY CHỌN] <VĂN BẢN hoặc THƯ MỤC>...\n           vankien overlap index <THƯ MỤC>... -o <TỆP>")
                .subcommand_help_heading("Lệnh")
                .mut_subcommand("index", |c| usage(vietnamese(c), "vankien overlap index <VĂN BẢN hoặc THƯ MỤC>... -o <TỆP>"))
        })
        .mut_subcommand("completions", |c| usage(vietnamese(c), "vankien completions <LOẠI>"))
        .mut_subcommand("rules", |c| {
            usage(vietnamese(c), "vankien rules [list | show <MÃ> | test [THƯ MỤC]]")
                .subcommand_help_heading("Lệnh")
                .mut_subcommand("list", |c| usage(vietnamese(c), "vankien rules list"))
                .mut_subcommand("show", |c| usage(vietnamese(c), "vankien rules show <MÃ>"))
                .mut_subcommand("test", |c| usage(vietnamese(c), "vankien rules test [THƯ MỤC]"))
        })
}

/// vankien: rà soát văn kiện đại hội đảng trước khi gửi.
#[derive(Parser, Debug)]
#[command(name = "vankien", version, help_template = USAGE, disable_help_flag = true, disable_help_subcommand = true,
    disable_version_flag = true, arg_required_else_help = false, subcommand_value_name = "LỆNH", subcommand_help_heading = "Lệnh",
    next_help_heading = "Tùy chọn", propagate_version = true,
    after_help = "Ví dụ:\n  vankien lint ho-so/              rà soát cả hồ sơ trong thư mục\n  vankien lint bao-cao.md          rà soát một văn bản\n  vankien new --unit \"xã Can Lộc, Hà Tĩnh\" --term 2025-2030 -o ho-so/\n  vankien diff cu.docx moi.docx    hai bản dự thảo khác nhau ở đâu\n  vankien places \"xã Kim Lộc\"      tên cũ nay là gì\n\nMã kết thúc: 0 không có gì phải sửa · 1 có · 2 không chạy được.")]
pub struct Cli {
    #[command(subcommand)]
    pub command: Command,
    #[command(flatten)]
    pub common: Common,
    /// In trợ giúp
    #[arg(short = 'h', long, action = ArgAction::Help, global = true)]
    help: Option<bool>,
    /// In phiên bản
    #[arg(short = 'V', long, action = ArgAction::Version)]
    version: Option<bool>,
}

/// Flags every command shares; shown after those of the command.
#[derive(Args, Debug, Clone)]
#[command(next_display_order = 100)]
pub struct Common {
    /// Ghi kết quả ra tệp (new: ra thư mục)
    #[arg(short, long, global = true, value_name = "TỆP")]
    pub output: Option<PathBuf>,
    /// Ngôn ngữ của thông báo: vi (mặc định) hoặc en
    #[arg(long, global = true, value_enum, default_value_t = LangArg::Vi, value_name = "NGÔN NGỮ")]
    pub lang: LangArg,
    /// Dùng tệp này thay cho vankien.yml bên cạnh văn bản
    #[arg(long, global = true, value_name = "TỆP")]
    pub config: Option<PathBuf>,
    /// Ngày của báo cáo, 2025-08-05 hoặc 05/8/2025
    #[arg(long, global = true, value_name = "NGÀY")]
    pub as_of: Option<Date>,
    /// Thư mục quy tắc đè lên quy tắc có sẵn (mặc định: thư mục lints cạnh vankien.yml)
    #[arg(long, global = true, value_name = "THƯ MỤC")]
    pub lints: Option<PathBuf>,
    /// Màu sắc: auto (mặc định), always, never
    #[arg(long, global = true, value_enum, default_value_t = ColorArg::Auto, value_name = "KHI NÀO")]
    pub color: ColorArg,
    /// Chỉ in kết quả, không in lời nhắc
    #[arg(short, long, global = true)]
    pub quiet: bool,
    /// In thêm việc đang làm
    #[arg(short, long, global = true)]
    pub verbose: bool,
    /// Không hiện tiến độ
    #[arg(long, global = true)]
    pub no_progress: bool,
}

/// Commands.
#[derive(Subcommand, Debug)]
pub enum Command {
    /// Rà soát văn bản, hồ sơ hoặc thư mục hồ sơ
    Lint(LintArgs),
    /// Tạo dàn văn kiện cho một đơn vị và nhiệm kỳ
    New(NewArgs),
    /// Chuyển văn bản giữa Markdown, Word và văn bản thuần
    Convert(ConvertArgs),
    /// Tìm những đoạn đứng ở hai nơi: chép nguyên văn, viết lại, đổi số
    Overlap(OverlapArgs),
    /// So hai bản dự thảo: sửa gì, số nào đổi, góp ý nào đã tiếp thu
    Diff(DiffArgs),
    /// Tra tên đơn vị hành chính: xưa là gì, nay là gì, đổi khi nào
    Places(PlacesArgs),
    /// Danh mục quy tắc: liệt kê, xem, thử ví dụ
    Rules(RulesArgs),
    /// In tệp gợi ý lệnh cho bash, zsh, fish, PowerShell
    Completions {
        /// Loại dòng lệnh: bash, zsh, fish, powershell, elvish
        #[arg(value_name = "LOẠI")]
        shell: clap_complete::Shell,
    },
}

/// `lint`.
#[derive(Args, Debug)]
pub struct LintArgs {
    /// Tệp .md .txt, thư mục, hoặc - để đọc từ đầu vào; không ghi: hồ sơ tại chỗ
    #[arg(value_name = "ĐƯỜNG DẪN")]
    pub paths: Vec<PathBuf>,
    /// Dạng kết quả: terminal (mặc định), json, sarif, github, junit, html, markdown
    #[arg(long, value_enum, default_value_t = LintFormat::Terminal, value_name = "DẠNG")]
    pub format: LintFormat,
    /// Chỉ chạy các quy tắc hoặc nhóm này (cách nhau dấu phẩy)
    #[arg(long, value_name = "MÃ", value_delimiter = ',')]
    pub select: Vec<String>,
    /// Bỏ các quy tắc hoặc nhóm này
    #[arg(long, value_name = "MÃ", value_delimiter = ',')]
    pub ignore: Vec<String>,
    /// Mức từ đó coi là chưa đạt (mã kết thúc 1): error (mặc định), warning, info
    #[arg(long, value_enum, default_value_t = FailOn::Error, value_name = "MỨC")]
    pub fail_on: FailOn,
    /// Sửa ngay trong tệp những chỗ sửa được chắc chắn, rồi báo những gì còn lại
    #[arg(long)]
    pub fix: bool,
    /// Như --fix (hoặc --diff), cả những chỗ sửa rồi cần người đọc lại
    #[arg(long)]
    pub unsafe_fixes: bool,
    /// In những chỗ sẽ sửa (dạng diff) thay cho kết quả, không ghi gì vào tệp
    #[arg(long)]
    pub diff: bool,
    /// Ghi tệp Word được rà soát ra OUT.docx, mỗi phát hiện một ghi chú; cùng --fix: chỗ sửa được ghi dấu thay đổi
    #[arg(long, value_name = "OUT.docx")]
    pub annotate: Option<PathBuf>,
    /// So với văn bản (hoặc thư mục) của đơn vị khác, nhiệm kỳ trước
    #[arg(long, value_name = "ĐƯỜNG DẪN", num_args = 1..)]
    pub against: Vec<PathBuf>,
    /// Chỉ báo những gì mới có kể từ bản trước (một tệp hoặc thư mục)
    #[arg(long, value_name = "BẢN TRƯỚC")]
    pub since: Option<PathBuf>,
    /// Không báo những gì đã có trong tệp này (kết quả của một lần lint --format json trước đó)
    #[arg(long, value_name = "TỆP")]
    pub baseline: Option<PathBuf>,
    /// Tên dùng cho văn bản đọc từ đầu vào
    #[arg(long, value_name = "TÊN", default_value = "-")]
    pub stdin_name: String,
}

/// `new`.
#[derive(Args, Debug)]
pub struct NewArgs {
    /// Loại văn bản: political-report, self-review, personnel-plan, action-programme, congress-script, resolution,
    /// merger-annex, feedback-table, dossier-list, hoặc tên tiếng Việt («nghị quyết»); không ghi: cả hồ sơ
    #[arg(value_name = "LOẠI")]
    pub kinds: Vec<String>,
    /// Đơn vị, có thể kèm tỉnh: "xã Can Lộc, Hà Tĩnh", "chi bộ thôn 3, xã Can Lộc, Hà Tĩnh", "Đảng bộ Trường …"
    #[arg(long, value_name = "ĐƠN VỊ")]
    pub unit: String,
    /// Nhiệm kỳ, như 2025-2030
    #[arg(long, value_name = "NHIỆM KỲ")]
    pub term: String,
    /// Biểu số liệu đã điền: .xlsx .ods .csv (ghi nhiều lần nếu có nhiều tệp)
    #[arg(long, value_name = "TỆP")]
    pub data: Vec<PathBuf>,
    /// Ghi biểu số liệu trống của đơn vị (-o: thư mục, hoặc tệp .xlsx, .csv) và bên cạnh là biểu ấy đã điền số ví dụ,
    /// không phải số thật (…-vi-du)
    #[arg(long, conflicts_with_all = ["data", "kinds"])]
    pub data_form: bool,
    /// Đại hội đại biểu (delegates, mặc định) hay đại hội đảng viên (members, mặc định của chi bộ)
    #[arg(long, value_enum, ignore_case = true, value_name = "ĐẠI HỘI")]
    pub congress: Option<CongressArg>,
    /// Cấp ủy do đại hội bầu (elected, mặc định) hay được chỉ định (appointed, mặc định của đơn vị sáp nhập năm 2025)
    #[arg(long, value_enum, ignore_case = true, value_name = "CẤP ỦY")]
    pub committee: Option<CommitteeArg>,
    /// Dạng tệp: md (mặc định) hoặc docx theo thể thức
    #[arg(long, value_enum, default_value_t = NewFormat::Md, value_name = "DẠNG")]
    pub format: NewFormat,
    /// Thư mục mẫu riêng, đè lên mẫu cùng tên có sẵn (mặc định: thư mục templates cạnh vankien.yml)
    #[arg(long, value_name = "THƯ MỤC")]
    pub templates: Option<PathBuf>,
}

/// What `new` writes.
#[derive(ValueEnum, Clone, Copy, Debug, PartialEq, Eq)]
pub enum NewFormat {
    Md,
    Docx,
}

/// Who sits in the congress.
#[derive(ValueEnum, Clone, Copy, Debug, PartialEq, Eq)]
pub enum CongressArg {
    #[value(aliases = ["đại biểu", "đại-biểu", "dai-bieu"])]
    Delegates,
    #[value(aliases = ["đảng viên", "đảng-viên", "dang-vien"])]
    Members,
}

/// How the committee comes about.
#[derive(ValueEnum, Clone, Copy, Debug, PartialEq, Eq)]
pub enum CommitteeArg {
    #[value(aliases = ["bầu", "bau"])]
    Elected,
    #[value(aliases = ["chỉ định", "chỉ-định", "chi-dinh"])]
    Appointed,
}

/// `convert`.
#[derive(Args, Debug)]
pub struct ConvertArgs {
    /// Tệp nguồn: .md .txt .docx, hoặc - để đọc Markdown từ đầu vào
    #[arg(value_name = "NGUỒN")]
    pub input: PathBuf,
    /// Tệp đích: .docx .md .txt, hoặc - để in văn bản thuần
    #[arg(value_name = "ĐÍCH")]
    pub target: PathBuf,
    /// Thể thức của tệp Word: party-2018 (mặc định), party-2026, state-nd30 hoặc bộ của tỉnh
    #[arg(long, value_name = "BỘ")]
    pub form: Option<String>,
}

/// `overlap`.
#[derive(Args, Debug)]
#[command(subcommand_negates_reqs = true, subcommand_value_name = "LỆNH")]
pub struct OverlapArgs {
    #[command(subcommand)]
    pub action: Option<OverlapAction>,
    /// Hai văn bản (văn bản cần xem, rồi nguồn), nhiều văn bản, hoặc thư mục
    #[arg(value_name = "VĂN BẢN", required = true)]
    pub paths: Vec<PathBuf>,
    /// Dạng kết quả: terminal (mặc định), jsonl, html
    #[arg(long, value_enum, default_value_t = OverlapFormat::Terminal, value_name = "DẠNG")]
    pub format: OverlapFormat,
    /// Văn bản ai cũng được chép (đề cương, mẫu): phần ấy không tính
    #[arg(long, value_name = "TỆP", num_args = 1..)]
    pub base: Vec<PathBuf>,
    /// Tệp ghi mỗi dòng hai văn bản của cùng một đơn vị, để đọc kỹ hơn
    #[arg(long, value_name = "TỆP")]
    pub pairs: Option<PathBuf>,
    /// So với kho văn bản đã lập chỉ mục, không đọc lại kho
    #[arg(long, value_name = "TỆP")]
    pub index: Option<PathBuf>,
}

/// What else `overlap` does.
#[derive(Subcommand, Debug)]
pub enum OverlapAction {
    /// Lập chỉ mục một kho văn bản (-o TỆP); tệp đã có thì được thêm văn bản mới
    Index {
        /// Văn bản hoặc thư mục
        #[arg(value_name = "VĂN BẢN", required = true)]
        paths: Vec<PathBuf>,
        /// Lập lại từ đầu, không thêm vào chỉ mục đã có
        #[arg(long)]
        rebuild: bool,
    },
    /// In các cụm từ mà văn bản của nhiều đơn vị cùng có và bảng set-phrases.yml chưa có
    #[command(hide = true)]
    Phrases {
        /// Thư mục văn bản, mỗi đơn vị một thư mục con
        #[arg(value_name = "THƯ MỤC", required = true)]
        paths: Vec<PathBuf>,
        /// Số đơn vị ít nhất cùng có
        #[arg(long, default_value_t = 4)]
        units: usize,
        /// In cặp tiếng đứng cạnh nhau (bảng common-pairs.yml) thay cho cụm từ
        #[arg(long)]
        pairs: bool,
        /// In những dòng nhiều đơn vị cùng có (bảng common-lines.yml) thay cho cụm từ
        #[arg(long, conflicts_with = "pairs")]
        lines: bool,
    },
}

/// Output of `overlap`.
#[derive(ValueEnum, Clone, Copy, Debug, PartialEq, Eq)]
pub enum OverlapFormat {
    Terminal,
    Jsonl,
    Html,
}

/// `diff`.
#[derive(Args, Debug)]
pub struct DiffArgs {
    /// Bản cũ: tệp .md .txt .docx, hoặc thư mục hồ sơ
    #[arg(value_name = "BẢN CŨ", display_order = 1)]
    pub old: PathBuf,
    /// Bản mới: tệp (không cần cùng dạng với bản cũ), hoặc thư mục hồ sơ
    #[arg(value_name = "BẢN MỚI", display_order = 2)]
    pub new: PathBuf,
    /// Dạng kết quả: terminal (mặc định), json, html, markdown, docx (cùng -o: bản cũ với dấu thay đổi của Word)
    #[arg(long, value_enum, default_value_t = DiffFormat::Terminal, value_name = "DẠNG")]
    pub format: DiffFormat,
    /// Góp ý cho bản cũ: bảng .xlsx .ods .csv .md .docx, hoặc ghi chú trong tệp Word; thêm bảng tiếp thu, giải trình
    #[arg(long, value_name = "TỆP")]
    pub feedback: Option<PathBuf>,
}

/// Output of `diff`.
#[derive(ValueEnum, Clone, Copy, Debug, PartialEq, Eq)]
pub enum DiffFormat {
    Terminal,
    Json,
    Html,
    Markdown,
    Docx,
}

/// `places`.
#[derive(Args, Debug)]
pub struct PlacesArgs {
    /// Tên, có thể kèm loại và tỉnh: "xã Kim Lộc, Hà Tĩnh"
    #[arg(value_name = "TÊN", required = true)]
    pub names: Vec<String>,
    /// Dạng kết quả: terminal (mặc định) hoặc json
    #[arg(long, value_enum, default_value_t = ListFormat::Terminal, value_name = "DẠNG")]
    pub format: ListFormat,
}

/// `rules`.
#[derive(Args, Debug)]
pub struct RulesArgs {
    #[command(subcommand)]
    pub action: Option<RulesAction>,
    /// Dạng kết quả: terminal (mặc định) hoặc json
    #[arg(long, value_enum, default_value_t = ListFormat::Terminal, value_name = "DẠNG", global = true)]
    pub format: ListFormat,
}

/// What to do with the rules.
#[derive(Subcommand, Debug)]
pub enum RulesAction {
    /// Liệt kê các quy tắc
    List,
    /// Xem một quy tắc: vì sao, báo gì, ví dụ
    Show {
        /// Mã quy tắc
        #[arg(value_name = "MÃ")]
        id: String,
    },
    /// Chạy các ví dụ trong tệp quy tắc
    Test {
        /// Thư mục quy tắc; không ghi: quy tắc có sẵn
        #[arg(value_name = "THƯ MỤC")]
        dir: Option<PathBuf>,
    },
}

/// Output of `lint`.
#[derive(ValueEnum, Clone, Copy, Debug, PartialEq, Eq)]
pub enum LintFormat {
    Terminal,
    Json,
    Sarif,
    Github,
    Junit,
    Html,
    Markdown,
}

/// Output of lists.
#[derive(ValueEnum, Clone, Copy, Debug, PartialEq, Eq)]
pub enum ListFormat {
    Terminal,
    Json,
}

/// Language of messages.
#[derive(ValueEnum, Clone, Copy, Debug, PartialEq, Eq)]
pub enum LangArg {
    Vi,
    En,
}

/// When to colour.
#[derive(ValueEnum, Clone, Copy, Debug, PartialEq, Eq)]
pub enum ColorArg {
    Auto,
    Always,
    Never,
}

/// From which severity the exit code is 1.
#[derive(ValueEnum, Clone, Copy, Debug, PartialEq, Eq)]
pub enum FailOn {
    Error,
    Warning,
    Info,
}

impl From<CongressArg> for crate::skeleton::Congress {
    fn from(congress: CongressArg) -> Self {
        match congress {
            CongressArg::Delegates => Self::Delegates,
            CongressArg::Members => Self::Members,
        }
    }
}

impl From<CommitteeArg> for crate::skeleton::Committee {
    fn from(committee: CommitteeArg) -> Self {
        match committee {
            CommitteeArg::Elected => Self::Elected,
            CommitteeArg::Appointed => Self::Appointed,
        }
    }
}

impl From<FailOn> for Severity {
    fn from(level: FailOn) -> Severity {
        match level {
            FailOn::Error => Severity::Error,
            FailOn::Warning => Severity::Warning,
            FailOn::Info => Severity::Info,
        }
    }
}

impl From<LangArg> for crate::lint::Lang {
    fn from(lang: LangArg) -> crate::lint::Lang {
        match lang {
            LangArg::Vi => crate::lint::Lang::Vi,
            LangArg::En => crate::lint::Lang::En,
        }
    }
}
