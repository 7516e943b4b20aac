import Foundation
import GRDB

extension Store {
    /// Keeps an approval, new or changed; on the disk when this returns.
    public func keep(_ approval: StoredApproval) throws(StorageError) {
        try write { database in
            try database.execute(
                sql: "INSERT OR REPLACE INTO approvals VALUES (?, ?, ?, ?, ?, ?, ?)",
                arguments: [
                    approval.id, approval.asked, approval.isOpen, approval.isTold,
                    Data(approval.record), Data(approval.outcome),
                    approval.files.joined(separator: "\n"),
                ])
        }
    }

    /// The newest, newest first; of those that are open, all.
    public func approvals(limit: Int = 100) throws(StorageError) -> [StoredApproval] {
        try read { database in
            guard try database.tableExists("approvals") else { return [] }
            return try Row.fetchAll(
                database,
                sql: """
                    SELECT * FROM approvals WHERE is_open = 1 OR told = 0 OR id IN
                    (SELECT id FROM approvals ORDER BY asked_s DESC, id DESC LIMIT ?)
                    ORDER BY asked_s DESC, id DESC
                    """, arguments: [limit]
            ).map { row in
                let (record, outcome): (Data, Data) = (row["record"], row["outcome"])
                let files: String = row["files"]
                return StoredApproval(
                    id: row["id"], asked: row["asked_s"], isOpen: row["is_open"],
                    isTold: row["told"], record: Array(record), outcome: Array(outcome),
                    files: files.split(separator: "\n").map(String.init))
            }
        }
    }

    /// How many were asked for from a time on, s since 1970-01-01T00:00:00Z.
    public func approvalCount(since seconds: Int64) throws(StorageError) -> Int {
        try read { database in
            try Int.fetchOne(
                database, sql: "SELECT count(*) FROM approvals WHERE asked_s >= ?",
                arguments: [seconds]) ?? 0
        }
    }

    func insert(_ tombstone: Tombstone, _ database: Database) throws {
        try database.execute(
            sql: "INSERT INTO tombstones VALUES (NULL, ?, ?, ?, ?, ?, ?)",
            arguments: [
                tombstone.resource, tombstone.approval, tombstone.actionHash,
                tombstone.timeMilliseconds, tombstone.bytes, tombstone.rows,
            ])
    }

    /// What stays of a resource, oldest first.
    public func tombstones(of resource: String) throws(StorageError) -> [Tombstone] {
        try read { database in
            guard try database.tableExists("tombstones") else { return [] }
            return try Row.fetchAll(
                database, sql: "SELECT * FROM tombstones WHERE resource = ? ORDER BY row",
                arguments: [resource]
            ).map { row in
                Tombstone(
                    resource: row["resource"], approval: row["approval"],
                    actionHash: row["action_hash"], timeMilliseconds: row["time_ms"],
                    bytes: row["bytes"], rows: row["rows"])
            }
        }
    }
}
