-- A knowledge store as version 1 wrote it: every status, a superseded, an expired and a changed notice.
PRAGMA application_id=1735090537;
PRAGMA user_version=1;
BEGIN TRANSACTION;
CREATE TABLE audit (
	id INTEGER NOT NULL, 
	notice_id TEXT NOT NULL, 
	revision INTEGER NOT NULL, 
	at TEXT NOT NULL, 
	"by" TEXT NOT NULL, 
	action TEXT NOT NULL, 
	what TEXT NOT NULL, 
	reason TEXT NOT NULL, 
	PRIMARY KEY (id), 
	FOREIGN KEY(notice_id) REFERENCES notices (id)
);
INSERT INTO "audit" VALUES(1,'fees',1,'2026-03-01T09:00:00+00:00','李老师','added','','imported from fees.xlsx');
INSERT INTO "audit" VALUES(2,'fees',2,'2026-03-01T10:00:00+00:00','李老师','changed','text','imported from fees.xlsx');
INSERT INTO "audit" VALUES(3,'fees',3,'2026-03-01T11:00:00+00:00','王老师','withdrawn','status','数字待核对');
INSERT INTO "audit" VALUES(4,'fees',4,'2026-03-01T12:00:00+00:00','王老师','restored','status','数字无误，It''s checked');
INSERT INTO "audit" VALUES(5,'prize-old',1,'2026-03-01T13:00:00+00:00','李老师','added','','imported from prize-old.md');
INSERT INTO "audit" VALUES(6,'prize',1,'2026-03-01T14:00:00+00:00','李老师','added','','imported from prize.md');
INSERT INTO "audit" VALUES(7,'list',1,'2026-03-01T15:00:00+00:00','李老师','added','','imported from list.docx');
INSERT INTO "audit" VALUES(8,'draft',1,'2026-03-01T16:00:00+00:00','李老师','added','','imported from draft.md');
INSERT INTO "audit" VALUES(9,'gone',1,'2026-03-01T17:00:00+00:00','李老师','added','','imported from gone.md');
INSERT INTO "audit" VALUES(10,'gone',2,'2026-03-01T18:00:00+00:00','王老师','withdrawn','status','已修好');
CREATE TABLE notices (
	id TEXT NOT NULL, 
	revision INTEGER NOT NULL, 
	status TEXT NOT NULL, 
	filed_status TEXT NOT NULL, 
	published_at DATE, 
	effective_from DATE, 
	expires_at DATE, 
	content_hash TEXT NOT NULL, 
	PRIMARY KEY (id)
);
INSERT INTO "notices" VALUES('fees',4,'published','published','2026-02-20',NULL,NULL,'17d9ad177483a5ab8b0e300fdb93b6f46cc07a5a676b26aa49aaa5d782de2f7d');
INSERT INTO "notices" VALUES('prize-old',1,'published','published',NULL,NULL,NULL,'bab465e7b22529a515a1b9104a5c98c645c3200d8b245390c1e5215aa4bbbf3a');
INSERT INTO "notices" VALUES('prize',1,'published','published',NULL,'2026-03-01',NULL,'31846de274df140b0f0b9d81e848e34e0b04555ebd4b9ea818d7038abe050de0');
INSERT INTO "notices" VALUES('list',1,'published','published',NULL,NULL,'2026-03-20','fe7ab820fe24f3baac19e5de2b33c9c697b9e72f4094462bcf97eae441712817');
INSERT INTO "notices" VALUES('draft',1,'draft','draft',NULL,NULL,NULL,'8c52ffc9f57a6830ba26e849725fc802aff450c5e1b1dda7b8a98c93317e01b2');
INSERT INTO "notices" VALUES('gone',2,'withdrawn','published',NULL,NULL,NULL,'5af1153ce8e2617e75b30e99775fa90ee43b915301f629d9b0c3b58444230b9e');
CREATE TABLE passages (
	notice_id TEXT NOT NULL, 
	ordinal INTEGER NOT NULL, 
	id TEXT NOT NULL, 
	kind TEXT NOT NULL, 
	heading TEXT NOT NULL, 
	text TEXT NOT NULL, 
	start INTEGER NOT NULL, 
	"end" INTEGER NOT NULL, 
	PRIMARY KEY (notice_id, ordinal), 
	FOREIGN KEY(notice_id) REFERENCES notices (id), 
	UNIQUE (id)
);
INSERT INTO "passages" VALUES('fees',0,'fees#0','row','2026年收费标准','2026年收费标准：专业：护理；学费（元/学年）：6600',0,24);
INSERT INTO "passages" VALUES('fees',1,'fees#1','row','2026年收费标准','2026年收费标准：专业：软件技术；学费（元/学年）：6000',24,36);
INSERT INTO "passages" VALUES('prize-old',0,'prize-old#0','text','','一等奖学金800元。',0,11);
INSERT INTO "passages" VALUES('prize',0,'prize#0','text','','一等奖学金1000元。
二等奖学金700元。',0,23);
INSERT INTO "passages" VALUES('list',0,'list#0','text','','公示期五个工作日。',0,10);
INSERT INTO "passages" VALUES('draft',0,'draft#0','text','','选课自9月开始。',0,9);
INSERT INTO "passages" VALUES('gone',0,'gone#0','text','','校园网检修。',0,7);
CREATE TABLE revisions (
	notice_id TEXT NOT NULL, 
	number INTEGER NOT NULL, 
	at TEXT NOT NULL, 
	"by" TEXT NOT NULL, 
	body TEXT NOT NULL, 
	PRIMARY KEY (notice_id, number), 
	FOREIGN KEY(notice_id) REFERENCES notices (id)
);
INSERT INTO "revisions" VALUES('fees',1,'2026-03-01T09:00:00+00:00','李老师','{"category": "", "channel": "", "department": "财务处", "effective_from": null, "expires_at": null, "id": "fees", "item": 21, "item_cues": ["学费", "收费标准"], "path": "fees.xlsx", "periods": [["year", 2026]], "published_at": "2026-02-20", "source_url": "https://example.edu.cn/fees", "status": "published", "supersedes": [], "text": "专业 | 学费（元/学年）\n护理 | 6500\n软件技术 | 6000\n", "title": "2026年学费标准"}');
INSERT INTO "revisions" VALUES('fees',2,'2026-03-01T10:00:00+00:00','李老师','{"category": "", "channel": "", "department": "财务处", "effective_from": null, "expires_at": null, "id": "fees", "item": 21, "item_cues": ["学费", "收费标准"], "path": "fees.xlsx", "periods": [["year", 2026]], "published_at": "2026-02-20", "source_url": "https://example.edu.cn/fees", "status": "published", "supersedes": [], "text": "专业 | 学费（元/学年）\n护理 | 6600\n软件技术 | 6000\n", "title": "2026年学费标准"}');
INSERT INTO "revisions" VALUES('fees',3,'2026-03-01T11:00:00+00:00','王老师','{"category": "", "channel": "", "department": "财务处", "effective_from": null, "expires_at": null, "id": "fees", "item": 21, "item_cues": ["学费", "收费标准"], "path": "fees.xlsx", "periods": [["year", 2026]], "published_at": "2026-02-20", "source_url": "https://example.edu.cn/fees", "status": "withdrawn", "supersedes": [], "text": "专业 | 学费（元/学年）\n护理 | 6600\n软件技术 | 6000\n", "title": "2026年学费标准"}');
INSERT INTO "revisions" VALUES('fees',4,'2026-03-01T12:00:00+00:00','王老师','{"category": "", "channel": "", "department": "财务处", "effective_from": null, "expires_at": null, "id": "fees", "item": 21, "item_cues": ["学费", "收费标准"], "path": "fees.xlsx", "periods": [["year", 2026]], "published_at": "2026-02-20", "source_url": "https://example.edu.cn/fees", "status": "published", "supersedes": [], "text": "专业 | 学费（元/学年）\n护理 | 6600\n软件技术 | 6000\n", "title": "2026年学费标准"}');
INSERT INTO "revisions" VALUES('prize-old',1,'2026-03-01T13:00:00+00:00','李老师','{"category": "", "channel": "", "department": "学生处", "effective_from": null, "expires_at": null, "id": "prize-old", "item": null, "item_cues": [], "path": "prize-old.md", "periods": [], "published_at": null, "source_url": "", "status": "published", "supersedes": [], "text": "一等奖学金800元。\n", "title": "奖学金办法（旧）"}');
INSERT INTO "revisions" VALUES('prize',1,'2026-03-01T14:00:00+00:00','李老师','{"category": "", "channel": "", "department": "学生处", "effective_from": "2026-03-01", "expires_at": null, "id": "prize", "item": null, "item_cues": [], "path": "prize.md", "periods": [], "published_at": null, "source_url": "", "status": "published", "supersedes": ["prize-old"], "text": "一等奖学金1000元。\n二等奖学金700元。\n", "title": "奖学金办法"}');
INSERT INTO "revisions" VALUES('list',1,'2026-03-01T15:00:00+00:00','李老师','{"category": "", "channel": "", "department": "学生处", "effective_from": null, "expires_at": "2026-03-20", "id": "list", "item": null, "item_cues": [], "path": "list.docx", "periods": [], "published_at": null, "source_url": "", "status": "published", "supersedes": [], "text": "公示期五个工作日。\n", "title": "受助名单公示"}');
INSERT INTO "revisions" VALUES('draft',1,'2026-03-01T16:00:00+00:00','李老师','{"category": "", "channel": "", "department": "", "effective_from": null, "expires_at": null, "id": "draft", "item": null, "item_cues": [], "path": "draft.md", "periods": [], "published_at": null, "source_url": "", "status": "draft", "supersedes": [], "text": "选课自9月开始。\n", "title": "选课通知（草稿）"}');
INSERT INTO "revisions" VALUES('gone',1,'2026-03-01T17:00:00+00:00','李老师','{"category": "", "channel": "", "department": "", "effective_from": null, "expires_at": null, "id": "gone", "item": null, "item_cues": [], "path": "gone.md", "periods": [], "published_at": null, "source_url": "", "status": "published", "supersedes": [], "text": "校园网检修。\n", "title": "校园网故障通知"}');
INSERT INTO "revisions" VALUES('gone',2,'2026-03-01T18:00:00+00:00','王老师','{"category": "", "channel": "", "department": "", "effective_from": null, "expires_at": null, "id": "gone", "item": null, "item_cues": [], "path": "gone.md", "periods": [], "published_at": null, "source_url": "", "status": "withdrawn", "supersedes": [], "text": "校园网检修。\n", "title": "校园网故障通知"}');
CREATE TABLE supersessions (
	notice_id TEXT NOT NULL, 
	superseded TEXT NOT NULL, 
	PRIMARY KEY (notice_id, superseded), 
	FOREIGN KEY(notice_id) REFERENCES notices (id)
);
INSERT INTO "supersessions" VALUES('prize','prize-old');
CREATE INDEX ix_supersessions_superseded ON supersessions (superseded);
CREATE INDEX ix_audit_notice_id ON audit (notice_id);
COMMIT;
